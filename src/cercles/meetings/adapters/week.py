"""What the week of who facilitates learns from meetings: promises past their day, and who came."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from cercles.circles.queries.week import Led, Word
from cercles.core import clock, links
from cercles.core.enums import Visibility
from cercles.core.prepared import prepared
from cercles.core.typography import when
from cercles.meetings.enums import TAKING_PART, Presence
from cercles.meetings.models import FollowUp, Registration
from cercles.people.models import User

_READ = 30
_NAMED = ("person__name", "person__email", "person__state")
_SIGNS = (*TAKING_PART, Presence.WAITING)


@prepared
def _overdue(circles: Collection[int], person: Any, today: date) -> QuerySet[FollowUp, Any]:
    found = FollowUp.objects.open().filter(
        meeting__circle__in=circles, due__lt=today, person__reached_by__in=(Visibility.CIRCLE, Visibility.NETWORK),
        person__memberships__circle=F("meeting__circle"), person__memberships__until__isnull=True,
    )  # fmt: skip
    rows = found.exclude(person=person).order_by("due", "pk")
    return rows.values_list(
        "pk", "meeting__circle", "what", "due", "meeting__title", "meeting__starts_at", "person", *_NAMED
    )[:_READ]


def words(person: Any, led: dict[int, Led], answered: Any) -> Iterable[Word]:
    """To each member who said she would do something, when its day has passed: one question, answered from the letter."""
    return [
        _word(led[circle], pk, what, due, title, starts_at, who, User.named(*named), person)
        for pk, circle, what, due, title, starts_at, who, *named in _overdue(set(led), person, clock.today())
    ]


def _word(
    circle: Led, pk: int, what: str, due: date, title: str, starts_at: datetime, who: int, name: str, person: Any
) -> Word:
    values = {
        "name": name, "what": what, "due": when(due), "title": title, "day": when(starts_at), "me": person.display_name,
    }  # fmt: skip
    return Word(
        circle, "suite", pk,
        title=_("Demander à %(name)s où en est : %(what)s") % values,
        note=_("c’était pour le %(due)s") % values,
        subject=_("Où en est : %(what)s") % values,
        text=_(
            "Bonjour %(name)s,\n\nÀ la rencontre « %(title)s » du %(day)s, il était prévu que vous vous occupiez de ceci, pour le "
            "%(due)s : %(what)s\n\nOù en est-ce ? C’est fait, c’est en cours, c’est abandonné : les trois réponses apprennent quelque "
            "chose au cercle. Le bouton ci-dessous suffit.\n\n%(me)s"
        ) % values,
        person_id=who, person_name=name, urgency=50, act=lambda reader: _answer(pk, reader),
    )  # fmt: skip


def _answer(pk: int, reader: Any) -> tuple[str, str]:
    return _("Donner des nouvelles"), links.url("meetings.follow_up", FollowUp.objects.get(pk=pk), reader)


@prepared
def _came(circles: Collection[int], people: Collection[int], since: datetime) -> QuerySet[Registration, Any]:
    found = Registration.objects.filter(
        meeting__circle__in=circles, person__in=people, state__in=_SIGNS, meeting__ends_at__gte=since
    )
    return found.order_by().values_list("meeting__circle", "person").distinct()


def signs(circles: Collection[int], people: Collection[int], since: datetime) -> Iterable[tuple[int, int]]:
    """Who came, or says she will."""
    return _came(circles, people, since)
