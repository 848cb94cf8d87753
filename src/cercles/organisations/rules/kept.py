"""A person's current links with organisations, read once a request."""

from typing import Any

from django.apps import apps

from cercles.core import audience
from cercles.core.prepared import prepared

_NAME = "_current_affiliations"


@prepared
def _links(person: Any) -> Any:
    """The model is asked by its name: it stands above the rules."""
    return apps.get_model("organisations.Affiliation").objects.filter(person=person).select_related("organisation")


def current_affiliations(person: Any) -> list[Any]:
    """Kept on ``person`` for as long as that object lives; an action that changes links calls ``forget``."""
    if not person.is_authenticated:
        return []
    kept = getattr(person, _NAME, None)
    if kept is None:
        kept = [row for row in _links(person) if row.is_current]
        setattr(person, _NAME, kept)
    return kept


def forget(person: Any) -> None:
    """Her links changed: what she may see and do is computed again."""
    audience.forget(person)
    if hasattr(person, _NAME):
        delattr(person, _NAME)
