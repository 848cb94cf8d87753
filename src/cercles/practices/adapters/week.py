"""What the week of who facilitates learns from sheets: those that grew old, and who wrote or took one up."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from cercles.circles.queries.week import Led, Word
from cercles.core.enums import Visibility
from cercles.core.prepared import prepared
from cercles.core.routes import address_of
from cercles.people.models import User
from cercles.practices.enums import SheetState
from cercles.practices.models import PracticeSheet

_READ = 30


@prepared
def _old(circles: Collection[int], person: Any) -> QuerySet[PracticeSheet, Any]:
    found = PracticeSheet.objects.filter(
        circle__in=circles, state=SheetState.TO_REFRESH, author__reached_by__in=(Visibility.CIRCLE, Visibility.NETWORK),
        author__memberships__circle=F("circle"), author__memberships__until__isnull=True,
    )  # fmt: skip
    rows = found.exclude(author=person).order_by("shared_at", "pk")
    return rows.values_list("pk", "circle", "title", "ref", "author", "author__name", "author__email", "author__state")[
        :_READ
    ]


def words(person: Any, led: dict[int, Led], answered: Any) -> Iterable[Word]:
    """To each author, still a member, whose sheet has not moved for two years."""
    return [
        _word(led[circle], pk, title, ref, who, User.named(*named), person)
        for pk, circle, title, ref, who, *named in _old(set(led), person)
    ]


def _word(circle: Led, pk: int, title: str, ref: str, who: int, name: str, person: Any) -> Word:
    values = {"name": name, "title": title, "me": person.display_name}
    address = settings.SITE_URL + address_of("practices:detail", ref)
    return Word(
        circle, "fiche", pk,
        title=_("Faire rafraîchir « %(title)s » par %(name)s") % values,
        note=_("rien n’a bougé depuis deux ans"),
        subject=_("Votre fiche « %(title)s » : toujours vraie ?") % values,
        text=_(
            "Bonjour %(name)s,\n\nVotre fiche « %(title)s » n’a pas bougé depuis deux ans, et d’autres s’en servent peut-être. "
            "Trois réponses possibles depuis sa page : c’est toujours vrai, une version de plus, ou on la range avec la raison.\n\n"
            "%(me)s"
        ) % values,
        person_id=who, person_name=name, urgency=20, act=lambda reader: (_("Revoir ma fiche"), address),
    )  # fmt: skip


@prepared
def _wrote(circles: Collection[int], people: Collection[int], since: datetime) -> QuerySet[PracticeSheet, Any]:
    found = PracticeSheet.objects.filter(circle__in=circles, author__in=people, changed_at__gte=since)
    return found.order_by().values_list("circle", "author").distinct()


def signs(circles: Collection[int], people: Collection[int], since: datetime) -> Iterable[tuple[int, int]]:
    """Who works on a sheet of the circle."""
    return _wrote(circles, people, since)
