"""Moving a sheet from state to state, under a lock, as its table of moves says."""

from django.utils.translation import gettext as _

from cercles.core import audience, clock
from cercles.core.enums import Visibility
from cercles.core.errors import RuleBroken
from cercles.practices.enums import SHEET_MOVES, SheetState
from cercles.practices.models import PracticeSheet


def locked(sheet: PracticeSheet) -> PracticeSheet:
    """The sheet as it is now, held until the end of the transaction."""
    return PracticeSheet.objects.select_for_update().get(pk=sheet.pk)


def move(sheet: PracticeSheet, verb: str) -> None:
    """Change the state and who sees the sheet, together; the caller saves."""
    following = SHEET_MOVES[SheetState(sheet.state)].get(verb)
    if following is None:
        raise RuleBroken(
            "sheet_state", _("La fiche a changé d’état entre-temps. Rechargez la page pour voir où elle en est.")
        )
    was_public = verb == "refresh" and sheet.visibility == Visibility.PUBLIC
    sheet.state = SheetState.PUBLIC if was_public else following
    show(sheet)


def show(sheet: PracticeSheet) -> None:
    """Set who sees the sheet from its state: its author, its circle, everybody, or nobody."""
    if sheet.state in (SheetState.DRAFT, SheetState.OWNER_CHECK):
        sheet.visibility = Visibility.PRIVATE
        sheet.audience = audience.key("person", sheet.author_id or 0)
    elif sheet.state == SheetState.REMOVED:
        sheet.visibility, sheet.audience = Visibility.PRIVATE, audience.key("removed", sheet.pk)
    elif sheet.state == SheetState.PUBLIC:
        sheet.visibility = sheet.audience = Visibility.PUBLIC
    elif sheet.state == SheetState.CIRCLE:
        sheet.visibility, sheet.audience = Visibility.CIRCLE, sheet.circle.members_audience
    sheet.changed_at = clock.now()
