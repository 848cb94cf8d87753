"""Two people act at once: seats are counted with the meeting's row held."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.meetings.models import Meeting


def locked(meeting: Meeting) -> Meeting:
    """The meeting's row as it is now, held until the end of the transaction."""
    fresh = Meeting.objects.select_for_update().get(pk=meeting.pk)
    fresh.circle = meeting.circle  # read once; it is not what is counted
    return fresh


def step(moves: Mapping[Any, Mapping[str, Any]], state: str, verb: str) -> Any:
    """The state after ``verb``, or None when this life does not know it."""
    return moves.get(state, {}).get(verb)


def require_announced(meeting: Meeting) -> None:
    if meeting.is_cancelled:
        raise RuleBroken("meeting_cancelled", _("Cette rencontre est annulée : il n’y a plus rien à répondre."))
    if not meeting.was_announced:
        raise RuleBroken("meeting_not_announced", _("Cette rencontre n’est pas encore annoncée."))


def require_before_start(meeting: Meeting) -> None:
    require_announced(meeting)
    if meeting.has_started or meeting.state != "announced":
        raise RuleBroken("meeting_started", _("La rencontre a commencé : dites-le directement à qui l’anime."))


def require_before_deadline(meeting: Meeting) -> None:
    require_before_start(meeting)
    if clock.now() >= meeting.deadline:
        raise RuleBroken(
            "too_late", _("Les inscriptions sont closes. Écrivez à qui anime le cercle si vous souhaitez venir.")
        )
