"""Who may do what in a circle, in plain Python from the person and the circle."""

from typing import Any

from cercles.circles.enums import FACILITATING


def _memberships(person: Any, circle: Any) -> list[Any]:
    if not person.is_authenticated:
        return []
    return [row for row in person.memberships.all() if row.circle_id == circle.pk and row.until is None]


def is_member(person: Any, circle: Any) -> bool:
    return bool(_memberships(person, circle))


def is_facilitator(person: Any, circle: Any) -> bool:
    return any(row.role in FACILITATING for row in _memberships(person, circle))
