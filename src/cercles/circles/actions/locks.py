"""Two people act at once: what is counted or compared is locked first, always the circle before the rest."""

from typing import Any

from django.utils.translation import gettext as _

from cercles.circles.models import Circle
from cercles.core.errors import RuleBroken


def locked(circle: Circle) -> Circle:
    """The circle's row, held until the end of the transaction."""
    return Circle.objects.select_for_update().get(pk=circle.pk)


def require_open(circle: Circle) -> None:
    if circle.is_closed:
        raise RuleBroken("circle_closed", _("Ce cercle est clos : il se lit, mais rien ne s’y ajoute."))


def locked_open(circle: Circle) -> Circle:
    """The same, refused when the circle is closed: for whatever is added to it, in this room or above."""
    fresh = locked(circle)
    require_open(fresh)
    return fresh


def step(row: Any, verb: str, moves: dict[Any, dict[str, Any]]) -> bool:
    """Move ``row.state`` by ``verb``. False when it is already there: doing it twice is doing it once."""
    goal = next(targets[verb] for targets in moves.values() if verb in targets)
    if row.state == goal:
        return False
    if verb not in moves.get(row.state, {}):
        raise RuleBroken(
            "already_answered",
            _("Il y a déjà eu une réponse : « %(state)s ». Rien n’a changé.") % {"state": row.get_state_display()},
        )
    row.state = goal
    return True


def said(reason: str, text: str, field: str = "reason") -> str:
    """A reason, required."""
    reason = reason.strip()
    if not reason:
        raise RuleBroken("reason_missing", text, field=field)
    return reason
