"""What a page composes from what the rooms registered."""

from typing import Any

from cercles.core import slots
from cercles.core.components import Panel
from cercles.journal.queries import DueItem

_NUMBERS = (
    "aucun geste",
    "un geste",
    "deux gestes",
    "trois gestes",
    "quatre gestes",
    "cinq gestes",
    "six gestes",
    "sept gestes",
)


def due_for(person: Any) -> list[DueItem]:
    """What waits for this person in every room, the most urgent first."""
    items: list[DueItem] = slots.collect("due", person)
    return sorted(items, key=lambda item: (-item.urgency, item.title))


def gestures(count: int) -> str:
    """« quatre gestes », in letters while it reads well."""
    return _NUMBERS[count] if count < len(_NUMBERS) else f"{count} gestes"


def public_panels(reader: Any) -> list[Panel]:
    return slots.collect("home.public", reader)
