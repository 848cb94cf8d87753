"""What one can do in the room ``circles``: one function an act."""

from cercles.circles.actions.charter import accept_charter
from cercles.circles.actions.membership import add_member
from cercles.circles.actions.opening import open_circle

__all__ = ["accept_charter", "add_member", "open_circle"]
