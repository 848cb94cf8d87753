"""Who may see and change what of a person, in plain Python."""

from typing import Any

from cercles.core import slots
from cercles.core.enums import Visibility
from cercles.people.enums import AccountState


def can_see_person(reader: Any, person: Any) -> bool:
    """An active person is seen by whom she says; anybody else by herself alone. Administrators see no more than others."""
    if not reader.is_authenticated or person.state == AccountState.ERASED:
        return False
    if reader.pk == person.pk:
        return True
    if person.state != AccountState.ACTIVE or not person.is_active:
        return False
    if person.visibility == Visibility.CIRCLE:
        return _share_a_circle(reader, person)
    return person.visibility == Visibility.NETWORK


def _share_a_circle(reader: Any, person: Any) -> bool:
    return any(are_peers(reader, person) for are_peers in slots.providers("person.are_peers"))


def can_write_to(reader: Any, person: Any) -> bool:
    """Whoever sees her page, among those she says: her circles unless she chose otherwise. Her address is never shown."""
    if not can_see_person(reader, person) or reader.pk == person.pk:
        return False
    if person.reached_by == Visibility.CIRCLE:
        return _share_a_circle(reader, person)
    return person.reached_by == Visibility.NETWORK


def can_edit_person(reader: Any, person: Any) -> bool:
    """Only the person writes her own page."""
    here = person.state == AccountState.ACTIVE and person.is_active
    return reader.is_authenticated and reader.pk == person.pk and here


def can_administer(reader: Any) -> bool:
    """Accounts and imports; never what members write to each other."""
    return reader.is_authenticated and reader.is_administrator
