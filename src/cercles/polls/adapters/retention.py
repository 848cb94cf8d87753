"""How long this room keeps who answered what. Results and words stay."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cercles.core.retention import YEAR, Fate, Ground, Rule, unname
from cercles.polls.models import Ballot, Objection

_KEPT = 3 * YEAR


def _ballots(now: datetime) -> QuerySet:
    named = Q(person__isnull=False) | Q(cast_by__isnull=False)
    return Ballot.objects.filter(named, poll__closed_at__lt=now - _KEPT)


def _objections(now: datetime) -> QuerySet:
    named = Q(person__isnull=False) | Q(decided_by__isnull=False)
    return Objection.objects.filter(named, poll__closed_at__lt=now - _KEPT)


def rules() -> list[Rule]:
    return [
        Rule(
            "polls.ballots", _("Noms auprès des voix d’un sondage"), _KEPT, _("la clôture"), Fate.UNNAMED,
            _("Revenir à qui a voté quoi tant que la décision s’applique."), Ground.INTEREST,
            _ballots, unname("person", "cast_by"),
        ),
        Rule(
            "polls.objections", _("Noms auprès des objections d’un sondage"), _KEPT, _("la clôture"), Fate.UNNAMED,
            _("Revenir à qui a objecté tant que la décision s’applique."), Ground.INTEREST,
            _objections, unname("person", "decided_by"),
        ),
    ]  # fmt: skip
