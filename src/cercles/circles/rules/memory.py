"""What the rules read: the memberships of a person, once a request."""

from typing import Any

from django.db.models import prefetch_related_objects

from cercles.core import audience


def current_memberships(person: Any) -> list[Any]:
    """The circles a person is in now; read once and kept on the person, that is for one request."""
    if not person.is_authenticated:
        return []
    prefetch_related_objects([person], "memberships")
    return [row for row in person.memberships.all() if row.until is None]


def membership_of(person: Any, circle: Any) -> Any | None:
    """The current membership of a person in a circle, or None."""
    return next((row for row in current_memberships(person) if row.circle_id == circle.pk), None)


def forget(person: Any) -> None:
    """Drop what is kept on ``person``: her memberships changed."""
    getattr(person, "_prefetched_objects_cache", {}).pop("memberships", None)
    audience.forget(person)
