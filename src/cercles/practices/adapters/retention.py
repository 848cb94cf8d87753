"""How long a draft that was never shared is kept."""

from datetime import datetime, timedelta

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from cercles.core.retention import YEAR, Fate, Ground, Rule, Warned
from cercles.practices.actions import drop_draft, warn_of_drafts
from cercles.practices.enums import SheetState
from cercles.practices.models import PracticeSheet

_KEPT, _TOLD_BEFORE = 3 * YEAR, timedelta(days=30)


def _untouched(now: datetime) -> QuerySet:
    """Drafts with nothing written for so long; those of the demonstration are nobody's."""
    return PracticeSheet.objects.filter(state=SheetState.DRAFT, shared_at=None, is_fictional=False, changed_at__lt=now)


def _to_warn(now: datetime) -> QuerySet:
    """Those whose author may be written to; whatever she writes afterwards makes the letter void."""
    told = _untouched(now - _KEPT + _TOLD_BEFORE).exclude(told_at__gte=F("changed_at"))
    return told.filter(author__is_active=True)


def _to_drop(now: datetime) -> QuerySet:
    return _untouched(now - _KEPT).filter(told_at__gte=F("changed_at"), told_at__lt=now - _TOLD_BEFORE)


def _drop(rows: QuerySet, now: datetime) -> int:
    found = list(rows)
    for sheet in found:
        drop_draft(sheet)
    return len(found)


def rules() -> list[Rule]:
    return [
        Rule(
            "practices.drafts", _("Brouillons de fiches jamais partagés"), _KEPT, _("leur dernier changement"),
            Fate.ERASED, _("Finir une fiche commencée."), Ground.CONTRACT, _to_drop, _drop, slice=20,
            warned=Warned(_to_warn, warn_of_drafts, _("un courriel 30 jours avant, qui mène au brouillon")),
        ),
    ]  # fmt: skip
