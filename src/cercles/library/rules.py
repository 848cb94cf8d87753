"""Who reads a document, adds one, changes it, in plain Python from the person and the object."""

from typing import Any

from cercles.circles.enums import FACILITATING, Stage
from cercles.circles.rules import can_act_as_member, memory
from cercles.core.enums import Visibility


def can_add_document(person: Any, circle: Any) -> bool:
    """Any member of a circle that lives, who writes freely in it."""
    return can_act_as_member(person, circle)


def can_see_document(person: Any, document: Any) -> bool:
    """For whom it was added: everybody, whoever has an account, the members of its circle."""
    return _is_shown(person, document, document.visibility)


def _is_shown(person: Any, document: Any, visibility: str) -> bool:
    if visibility == Visibility.PUBLIC:
        return True
    if visibility == Visibility.PRIVATE or not person.is_authenticated:
        return False
    return visibility == Visibility.NETWORK or memory.membership_of(person, document.circle) is not None


def knows_removed_document(person: Any, document: Any) -> bool:
    """Taken away by moderation: those who read it are told so at its address."""
    return document.visibility == Visibility.PRIVATE and _is_shown(person, document, document.shown_before)


def can_report_document(person: Any, document: Any) -> bool:
    """Whoever reads it, with or without an account, save who added it."""
    return can_see_document(person, document) and not (person.is_authenticated and document.added_by_id == person.pk)


def can_see_versions(person: Any, document: Any) -> bool:
    """What it was before: the members of its circle. Whoever else may see it reads the last version."""
    return memory.membership_of(person, document.circle) is not None


def can_see_folder(person: Any, folder: Any) -> bool:
    """An old folder being brought in: who sent it, while she is of the circle. It names files that may not enter."""
    return folder.by_id == person.pk and memory.membership_of(person, folder.circle) is not None


def can_edit_folder(person: Any, folder: Any) -> bool:
    """Confirm it, stop it."""
    return can_see_folder(person, folder) and folder.circle.stage != Stage.CLOSED


def can_edit_document(person: Any, document: Any) -> bool:
    """Its title, a new version: who added it, and who facilitates."""
    mine = memory.membership_of(person, document.circle)
    if mine is None or document.circle.stage == Stage.CLOSED or document.visibility == Visibility.PRIVATE:
        return False
    return document.added_by_id == person.pk or mine.role in FACILITATING


def can_widen_document(person: Any, document: Any) -> bool:
    """Show it to more people: who added it, alone."""
    return can_edit_document(person, document) and document.added_by_id == person.pk


def can_delete_document(person: Any, document: Any) -> bool:
    """For good, without a reason: who added it; whoever facilitates, when nobody is left to be told why. What another added is taken
    away by moderation, with a reason."""
    hers = document.added_by_id is None or document.added_by_id == person.pk
    return hers and can_edit_document(person, document)
