"""What the rules read: the memberships of a person, once a request."""

from typing import Any

from django.apps import apps

from cercles.circles.enums import FACILITATING, HandoverState
from cercles.core import audience
from cercles.core.prepared import prepared

_NAME = "_current_memberships"


@prepared
def _current(person: Any) -> Any:
    """The model is asked by its name: it stands above the rules."""
    return apps.get_model("circles.Membership").objects.filter(person=person, until__isnull=True)


def current_memberships(person: Any) -> list[Any]:
    """The circles a person is in now; read once and kept on the person, that is for one request."""
    if not person.is_authenticated:
        return []
    kept: list[Any] | None = getattr(person, _NAME, None)
    if kept is None:
        kept = _current(person)
        setattr(person, _NAME, kept)
    return kept


def membership_of(person: Any, circle: Any) -> Any | None:
    """The current membership of a person in a circle, or None."""
    return next((row for row in current_memberships(person) if row.circle_id == circle.pk), None)


def facilitated(person: Any) -> list[int]:
    """The circles a person facilitates now."""
    return [row.circle_id for row in current_memberships(person) if row.role in FACILITATING]


def is_proposed(person: Any, circle: Any) -> bool:
    """Facilitation of this circle is proposed to her, and she has not answered."""
    offered = apps.get_model("circles.Handover").objects.filter(circle=circle, taker=person)
    return offered.filter(state=HandoverState.PROPOSED).exists()


def forget(person: Any) -> None:
    """Drop what is kept on ``person``: her memberships changed."""
    audience.forget(person)
    if hasattr(person, _NAME):
        delattr(person, _NAME)
