"""Who reads a document, adds one, changes it, in plain Python from the person and the object."""

from typing import Any

from cercles.circles.enums import FACILITATING, Stage
from cercles.circles.rules import memory
from cercles.core.enums import Visibility


def can_add_document(person: Any, circle: Any) -> bool:
    """Any member of a circle that lives."""
    return memory.membership_of(person, circle) is not None and circle.stage != Stage.CLOSED


def can_see_document(person: Any, document: Any) -> bool:
    """For whom it was added: everybody, whoever has an account, the members of its circle."""
    if document.visibility == Visibility.PUBLIC:
        return True
    if not person.is_authenticated:
        return False
    return document.visibility == Visibility.NETWORK or memory.membership_of(person, document.circle) is not None


def can_see_versions(person: Any, document: Any) -> bool:
    """What it was before: the members of its circle. Whoever else may see it reads the last version."""
    return memory.membership_of(person, document.circle) is not None


def can_edit_document(person: Any, document: Any) -> bool:
    """Its title, a new version, taking it off: who added it, and who facilitates."""
    mine = memory.membership_of(person, document.circle)
    if mine is None or document.circle.stage == Stage.CLOSED:
        return False
    return document.added_by_id == person.pk or mine.role in FACILITATING


def can_widen_document(person: Any, document: Any) -> bool:
    """Show it to more people: who added it, alone."""
    return can_edit_document(person, document) and document.added_by_id == person.pk
