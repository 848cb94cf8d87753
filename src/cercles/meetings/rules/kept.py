"""What the rules read of a person: where each of her registrations stands, once a request."""

from typing import Any

from django.apps import apps

from cercles.core import audience
from cercles.core.prepared import prepared

_NAME = "_meeting_registrations"


@prepared
def _states(person: Any) -> Any:
    """The model is asked by its name: it stands above the rules."""
    return apps.get_model("meetings.Registration").objects.filter(person=person).values_list("meeting_id", "state")


def registrations_of(person: Any) -> dict[int, str]:
    """``{meeting id: state}``, kept on the person for as long as that object lives."""
    if not person.is_authenticated:
        return {}
    kept = getattr(person, _NAME, None)
    if kept is None:
        kept = dict(_states(person))
        setattr(person, _NAME, kept)
    return kept


def forget(person: Any) -> None:
    """Her registrations changed: what she may see is computed again."""
    audience.forget(person)
    if hasattr(person, _NAME):
        delattr(person, _NAME)
