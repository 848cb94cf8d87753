"""Who may read, write, answer and reuse, in plain Python."""

from typing import Any

from cercles.circles.rules import can_act_as_member, is_facilitator, is_member
from cercles.organisations.rules import is_representative
from cercles.organisations.rules.kept import current_affiliations
from cercles.practices.enums import SHARED, UNASKED, SheetState


def answers_for(person: Any, sheet: Any) -> bool:
    """She represents one of the organisations the sheet names."""
    spoken_for = {row.organisation.canonical_id for row in current_affiliations(person) if row.is_representative}
    return bool(spoken_for) and not spoken_for.isdisjoint(sheet.canonical_ids())


def is_author(person: Any, sheet: Any) -> bool:
    return person.is_authenticated and sheet.author_id == person.pk


def can_see_sheet(person: Any, sheet: Any) -> bool:
    """A draft is its author's; those it names read it as soon as they are asked; then the circle; then, if all agree, everybody."""
    if sheet.state == SheetState.REMOVED:
        return False
    if sheet.state not in SHARED:
        asked = sheet.state == SheetState.OWNER_CHECK and answers_for(person, sheet)
        return is_author(person, sheet) or asked
    return _is_shown(person, sheet, sheet.visibility)


def _is_shown(person: Any, sheet: Any, visibility: str) -> bool:
    return visibility == "public" or is_member(person, sheet.circle) or answers_for(person, sheet)


def knows_removed_sheet(person: Any, sheet: Any) -> bool:
    """Taken away by moderation: those who read it are told so at its address."""
    return sheet.state == SheetState.REMOVED and _is_shown(person, sheet, sheet.shown_before)


def can_edit_sheet(person: Any, sheet: Any) -> bool:
    """Its author and those who answer for it. Facilitating a circle gives no pen on what others tell."""
    if sheet.state == SheetState.ARCHIVED or not can_see_sheet(person, sheet):
        return False
    if sheet.state == SheetState.OWNER_CHECK:
        return is_author(person, sheet)  # those it names answer; she alone takes the text back
    return is_author(person, sheet) or answers_for(person, sheet)


def can_write_sheet(person: Any, sheet: Any) -> bool:
    """Nobody while those it names are asked: one agrees to a text that does not move."""
    return sheet.state != SheetState.OWNER_CHECK and can_edit_sheet(person, sheet)


def can_write_in(person: Any, circle: Any) -> bool:
    """Start a sheet in a circle."""
    return can_act_as_member(person, circle)


def can_answer(person: Any, approval: Any) -> bool:
    """Agree or not, in the name of an organisation: its representatives alone."""
    return approval.sheet.state not in UNASKED and is_representative(person, approval.organisation)


def can_archive(person: Any, sheet: Any) -> bool:
    """Those who may write it, and the circle's facilitator, who keeps its library in order."""
    shared = sheet.state in SHARED and sheet.state != SheetState.ARCHIVED
    return shared and (can_edit_sheet(person, sheet) or is_facilitator(person, sheet.circle))


def can_declare_reuse(person: Any, sheet: Any) -> bool:
    """Whoever reads a shared sheet and is somebody here."""
    open_to_reuse = sheet.state in SHARED and sheet.state != SheetState.ARCHIVED
    return person.is_authenticated and open_to_reuse and can_see_sheet(person, sheet)


def can_see_reuse(person: Any, reuse: Any) -> bool:
    """A reuse goes where the sheet goes, and to those whose practice it is; taken back with it, only the sheet's author reads it; taken
    away with it, nobody."""
    if reuse.visibility == "private":
        return reuse.sheet.state != SheetState.REMOVED and is_author(person, reuse.sheet)
    return reuse.visibility == "public" or is_member(person, reuse.sheet.circle) or answers_for(person, reuse.sheet)


def can_edit_reuse(person: Any, reuse: Any) -> bool:
    """Correct it, or tell it as a sheet: whoever belongs to the organisation that took the practice up."""
    hers = any(row.organisation_id == reuse.organisation_id for row in current_affiliations(person))
    return hers and can_see_reuse(person, reuse)
