"""Who says what answers a question, and who vouches for it."""

from typing import Any

from django.apps import apps

from cercles.circles.enums import DOING, FACILITATING, QuestionState, Stage, Writing
from cercles.circles.rules import memory


def _acting(person: Any, question: Any) -> Any | None:
    """Her membership, as long as the circle is open."""
    mine = memory.membership_of(person, question.thread.circle)
    return None if question.thread.circle.stage == Stage.CLOSED else mine


def can_settle(person: Any, question: Any) -> bool:
    """Say which message answers, change it, take it back: who asked; and who facilitates, since who asked may have left."""
    mine = _acting(person, question)
    return mine is not None and (question.asked_by_id == person.pk or mine.role in FACILITATING)


def can_certify(person: Any, question: Any) -> bool:
    """Vouch for the answer: who facilitates, or who says in the grid that she does this. Never who asked, nor who wrote it."""
    mine = _acting(person, question)
    if mine is None or mine.writing != Writing.FREE or question.state != QuestionState.ANSWERED:
        return False
    if person.pk in (question.asked_by_id, question.answer.author_id):
        return False
    return mine.role in FACILITATING or _does(mine, question.theme_id)


def _does(mine: Any, theme: int | None) -> bool:
    """Her line of the grid says so today."""
    if theme is None:
        return False
    owner = {"organisation": mine.organisation_id} if mine.organisation_id else {"person": mine.person_id}
    said = apps.get_model("circles.PositionStatement").objects.filter(theme=theme, until__isnull=True, level__in=DOING)
    return bool(said.filter(**owner).exists())


def can_uncertify(person: Any, question: Any) -> bool:
    """Who vouched, and who facilitates."""
    mine = _acting(person, question)
    if mine is None or question.state != QuestionState.CERTIFIED:
        return False
    return question.certified_by_id == person.pk or mine.role in FACILITATING


def can_chase(person: Any, question: Any) -> bool:
    """Take it to members who may know, before the site does: who facilitates, while it waits."""
    mine = _acting(person, question)
    waits = question.state == QuestionState.OPEN and question.thread.closed_at is None
    return mine is not None and waits and mine.role in FACILITATING


def can_read_chase(person: Any, question: Any) -> bool:
    """To how many it was taken, and when: who asked, and who facilitates. Never to whom."""
    mine = memory.membership_of(person, question.thread.circle)
    return mine is not None and (question.asked_by_id == person.pk or mine.role in FACILITATING)


def can_pass(person: Any, solicitation: Any) -> bool:
    """Say « je ne sais pas »: whom the question was taken to."""
    return _acting(person, solicitation.question) is not None and solicitation.person_id == person.pk
