"""What this room prepares: a newcomer to welcome, a silent member, a conversation that nobody answered."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from cercles.circles.enums import FACILITATING
from cercles.circles.models import Membership, Message, PositionStatement, Thread
from cercles.circles.queries.week.words import Led, Word
from cercles.core import clock, slots
from cercles.core.enums import Visibility
from cercles.core.prepared import prepared
from cercles.core.typography import day_of, when
from cercles.people.models import User

NEW_FOR = timedelta(days=30)
SILENT_AFTER = timedelta(days=183)
UNANSWERED_AFTER, UNANSWERED_UNTIL = timedelta(days=7), timedelta(days=90)
AT_ONCE = 3  # silent members of one circle in one week: half a day is short
READ = 30
_REACHED = (Visibility.CIRCLE, Visibility.NETWORK)
_NAMED = ("person__name", "person__email", "person__state")
Answered = Collection[tuple[int, str, int]]


def circle_words(person: Any, led: dict[int, Led], answered: Answered) -> list[Word]:
    """Three queries, and one a room that knows who gave a sign, when somebody seems silent."""
    now = clock.now()
    return [
        *_welcomes(person, led, now),
        *_unanswered(person, led, now),
        *_silences(person, led, answered, now),
    ]


def _members(circles: Collection[int], person: Any) -> QuerySet[Membership]:
    """Other current members, not facilitating, who let their circles write to them."""
    found = Membership.objects.current().filter(circle__in=circles, person__reached_by__in=_REACHED)
    return found.exclude(person=person).exclude(role__in=FACILITATING)


@prepared
def _came(circles: Collection[int], person: Any, since: datetime) -> QuerySet[Membership, Any]:
    found = _members(circles, person).filter(since__gte=since).order_by("since", "pk")
    return found.values_list("pk", "circle", "since", "person", *_NAMED)[:READ]


def _welcomes(person: Any, led: dict[int, Led], now: datetime) -> Iterable[Word]:
    for pk, circle, since, who, *named in _came(set(led), person, now - NEW_FOR):
        name, day = User.named(*named), when(since)
        yield Word(
            led[circle], "bienvenue", pk,
            title=_("Souhaiter la bienvenue à %(name)s") % {"name": name},
            note=_("membre depuis le %(day)s") % {"day": day},
            subject=_("Bienvenue dans « %(circle)s »") % {"circle": led[circle].name},
            text=_(
                "Bonjour %(name)s,\n\nVous êtes dans « %(circle)s » depuis le %(day)s : bienvenue. "
                "La question que nous partageons : %(purpose)s\n\nPour commencer, une phrase suffit : qu’avez-vous envie d’apporter, "
                "et qu’aimeriez-vous trouver ici ?\n\n%(me)s"
            ) % {
                "name": name, "circle": led[circle].name, "day": day, "purpose": led[circle].purpose[:300], "me": person.display_name,
            },
            person_id=who, person_name=name, urgency=45,
        )  # fmt: skip


@prepared
def _alone(circles: Collection[int], person: Any, before: datetime, after: datetime) -> QuerySet[Thread, Any]:
    others = Message.objects.filter(thread=OuterRef("pk"), withdrawn_at__isnull=True)
    found = Thread.objects.filter(
        ~Exists(others.exclude(author=OuterRef("started_by"))), circle__in=circles, closed_at__isnull=True,
        created_at__lte=before, created_at__gte=after,
    )  # fmt: skip
    rows = found.exclude(started_by=person).order_by("created_at", "pk")
    return rows.values_list("pk", "circle", "title", "created_at")[:READ]


def _unanswered(person: Any, led: dict[int, Led], now: datetime) -> Iterable[Word]:
    for pk, circle, title, since in _alone(set(led), person, now - UNANSWERED_AFTER, now - UNANSWERED_UNTIL):
        yield Word(
            led[circle], "echange", pk,
            title=_("Relancer l’échange « %(title)s »") % {"title": title},
            note=_("sans réponse depuis le %(day)s") % {"day": when(since)},
            text=_(
                "Cette question attend une première réponse depuis le %(day)s. Qui l’a déjà rencontrée, même en partie ? "
                "Une phrase suffit, ou le nom de quelqu’un à qui la poser."
            ) % {"day": when(since)},
            thread_id=pk, urgency=40,
        )  # fmt: skip


@prepared
def _quiet(circles: Collection[int], person: Any, before: datetime) -> QuerySet[Membership, Any]:
    wrote = Message.objects.filter(thread__circle=OuterRef("circle"), author=OuterRef("person"), at__gte=before)
    said = PositionStatement.objects.filter(circle=OuterRef("circle"), said_by=OuterRef("person"), said_at__gte=before)
    found = _members(circles, person).filter(~Exists(wrote), ~Exists(said), since__lt=before)
    rows = found.order_by("person__search_key", "pk")
    return rows.values_list("pk", "circle", "since", "person", *_NAMED)


def signs(circles: Collection[int], people: Collection[int], since: datetime) -> set[tuple[int, int]]:
    """``(circle, person)`` who gave a sign since then, as the rooms above know it."""
    return set(slots.collect("circle.signs", set(circles), set(people), since))


def _silences(person: Any, led: dict[int, Led], answered: Answered, now: datetime) -> Iterable[Word]:
    """Never ranked: by name, a few at a time."""
    before = now - SILENT_AFTER
    quiet = [row for row in _quiet(set(led), person, before) if (row[1], "silence", row[0]) not in answered]
    heard = signs({row[1] for row in quiet}, {row[3] for row in quiet}, before) if quiet else set()
    shown: dict[int, int] = {}
    for pk, circle, _since, who, *named in quiet:
        if (circle, who) in heard or shown.get(circle, 0) >= AT_ONCE:
            continue
        shown[circle] = shown.get(circle, 0) + 1
        yield _silence(person, led[circle], pk, who, User.named(*named), day_of(before))


def _silence(person: Any, circle: Led, pk: int, who: int, name: str, before: date) -> Word:
    values = {"name": name, "circle": circle.name, "me": person.display_name}
    return Word(
        circle, "silence", pk,
        title=_("Prendre des nouvelles de %(name)s") % values,
        note=_("rien de sa part depuis le %(day)s ; vous seuls qui animez le voyez") % {"day": when(before)},
        subject=_("Des nouvelles de « %(circle)s »") % values,
        text=_(
            "Bonjour %(name)s,\n\nOn ne s’est pas croisés depuis un moment dans « %(circle)s », et chacun a ses saisons. "
            "Y a-t-il une question sur laquelle le cercle pourrait vous être utile ? Et si ce n’est plus le moment, dites-le sans "
            "gêne : on peut partir, et revenir.\n\n%(me)s"
        ) % values,
        person_id=who, person_name=name, urgency=15, again_after=SILENT_AFTER.days,
    )  # fmt: skip
