"""What one may do with practice sheets."""

from cercles.practices.actions.approving import answer_approval, submit_sheet, withdraw_sheet
from cercles.practices.actions.drafts import drop_draft, warn_of_drafts
from cercles.practices.actions.files import attach_file, remove_attachment
from cercles.practices.actions.moderating import erase_sheets, give_back_sheet, take_away_sheet
from cercles.practices.actions.pending import give_up_pending
from cercles.practices.actions.reusing import declare_reuse
from cercles.practices.actions.sharing import (
    archive_sheet,
    confirm_fresh,
    find_old_sheets,
    narrow_sheet,
    open_sheet,
    tell_members,
)
from cercles.practices.actions.writing import start_sheet, write_sheet

__all__ = [
    "answer_approval", "archive_sheet", "attach_file", "confirm_fresh", "declare_reuse", "drop_draft", "erase_sheets",
    "find_old_sheets", "give_back_sheet", "give_up_pending",
    "narrow_sheet", "open_sheet", "remove_attachment", "start_sheet", "submit_sheet", "take_away_sheet", "tell_members", "warn_of_drafts",
    "withdraw_sheet", "write_sheet",
]  # fmt: skip
