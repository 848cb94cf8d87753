"""A person's current links with organisations, read once a request."""

from typing import Any

from cercles.core import audience

_NAME = "_current_affiliations"


def current_affiliations(person: Any) -> list[Any]:
    """Kept on ``person`` for as long as that object lives; an action that changes links calls ``forget``."""
    if not person.is_authenticated:
        return []
    kept = getattr(person, _NAME, None)
    if kept is None:
        kept = [row for row in person.affiliations.select_related("organisation") if row.is_current]
        setattr(person, _NAME, kept)
    return kept


def forget(person: Any) -> None:
    """Her links changed: what she may see and do is computed again."""
    audience.forget(person)
    if hasattr(person, _NAME):
        delattr(person, _NAME)
