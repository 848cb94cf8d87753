"""Two people act at once: an answer and a closing both hold the poll's row, its circle's before it."""

from typing import Any

from django.utils.translation import gettext as _

from cercles.circles.actions import locked_open
from cercles.core.errors import RuleBroken
from cercles.polls.enums import POLL_MOVES
from cercles.polls.models import Poll


def locked(poll: Poll) -> Poll:
    """The poll as it is now, open, held until the end of the transaction."""
    circle = locked_open(poll.circle)
    fresh = Poll.objects.select_for_update().get(pk=poll.pk)
    fresh.circle = circle
    if fresh.is_cancelled:
        raise RuleBroken("poll_cancelled", _("Ce sondage est annulé : sa page dit pourquoi."))
    if "close" not in POLL_MOVES[fresh.state]:  # type: ignore[index]
        raise RuleBroken("poll_closed", _("Ce sondage est clos : sa page dit ce qui en est retenu."))
    return fresh


def required(text: str, told: Any, field: str) -> str:
    """What must be said, and was."""
    text = text.strip()
    if not text:
        raise RuleBroken(f"{field}_missing", told, field=field)
    return text
