"""Who may visit a circle she is not in, and read what during the visit. Nothing else in the platform is opened by it."""

from typing import Any

from cercles.circles.rules import memory
from cercles.core import clock


def may_visit(person: Any) -> bool:
    """Who administers; of the circles she is in, she reads as a member."""
    return bool(person.is_authenticated and person.is_administrator)


def can_see_visit(person: Any, visit: Any) -> bool:
    """Who made it, and the members of the circle."""
    if not person.is_authenticated:
        return False
    return visit.by_id == person.pk or memory.membership_of(person, visit.circle) is not None


def can_read_by_visit(person: Any, visit: Any) -> bool:
    """Conversations and the list of members, to read, as long as the hour lasts and she still administers."""
    return may_visit(person) and visit.by_id == person.pk and visit.until > clock.now()
