"""What the room gives through slots: audience strings, panels of other rooms' pages."""

from collections.abc import Iterable
from typing import Any

from cercles.core import audience
from cercles.organisations import queries


def audience_strings(person: Any) -> Iterable[str]:
    """``organisation:12`` for each organisation the person belongs to today."""
    return [audience.key("organisation", pk) for pk in queries.family_ids(person)]
