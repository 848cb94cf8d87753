"""Prepared messages: what every room registers, less what was sent, put off or refused for ever."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import QuerySet

from cercles.circles.enums import NudgeState
from cercles.circles.models import Circle, Nudge
from cercles.circles.rules import memory
from cercles.core import clock, slots
from cercles.core.prepared import prepared


class Led(NamedTuple):
    """An open circle that the reader facilitates."""

    pk: int
    name: str
    slug: str
    purpose: str


@dataclass(frozen=True)
class Word:
    """A message prepared in a facilitator's name, for one person or for a conversation: shown, changed, sent once.

    ``again_after``: in how many days the same line may come back once sent; nothing: never. ``act``: what its letter leads to,
    worked out when it is sent, since a signed link is hers alone.
    """

    circle: Led
    kind: str
    about: int
    title: str
    note: str
    text: str
    subject: str = ""
    person_id: int | None = None
    person_name: str = ""
    thread_id: int | None = None
    urgency: int = 40
    again_after: int | None = None
    act: Callable[[Any], tuple[str, str]] | None = None


@prepared
def _open(circles: Collection[int]) -> QuerySet[Circle, Any]:
    return Circle.objects.open().filter(pk__in=circles).order_by("pk").values_list("pk", "name", "slug", "purpose")


def led_by(person: Any, known: Collection[Circle] | None = None) -> dict[int, Led]:
    """The open circles she facilitates; no query for who facilitates none, or where her circles are ``known``."""
    led = set(memory.facilitated(person))
    if known is not None:
        mine = (row for row in known if row.pk in led and not row.is_closed)
        return {row.pk: Led(row.pk, row.name, row.slug, row.purpose) for row in mine}
    return {row[0]: Led(*row) for row in _open(led)} if led else {}


@prepared
def _held(circles: Collection[int], today: date) -> QuerySet[Nudge]:
    rows = Nudge.objects.holding(today).filter(circle__in=circles)
    return rows.only("circle", "kind", "about", "person", "title", "state", "until")


def words_for(person: Any, led: dict[int, Led], held: list[Nudge] | None = None) -> list[Word]:
    """Every room's, in the circles of ``led``, that nothing holds back."""
    if not led:
        return []
    held = held_in(led) if held is None else held
    answered = {(row.circle_id, row.kind, row.about) for row in held}
    never = {(row.circle_id, row.person_id) for row in held if row.state == NudgeState.NEVER and row.person_id}
    found: list[Word] = slots.collect("week.words", person, led, answered)
    return [
        word
        for word in found
        if (word.circle.pk, word.kind, word.about) not in answered and (word.circle.pk, word.person_id) not in never
    ]


def held_in(led: Collection[int]) -> list[Nudge]:
    """What keeps lines away in these circles. One query."""
    return _held(set(led), clock.today())


def aside(held: list[Nudge], led: dict[int, Led]) -> list[dict[str, Any]]:
    """What was put off or refused for ever, to be taken up again."""
    return [
        {
            "pk": row.pk, "title": row.title, "circle": led[row.circle_id].name, "until": row.until,
            "never": row.state == NudgeState.NEVER,
        }
        for row in held
        if row.state != NudgeState.SENT
    ]  # fmt: skip


def word_in(person: Any, slug: str, kind: str, about: int) -> Word | None:
    """The line that an address names, as long as it waits."""
    led = {pk: circle for pk, circle in led_by(person).items() if circle.slug == slug}
    return next((word for word in words_for(person, led) if word.kind == kind and word.about == about), None)
