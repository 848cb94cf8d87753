"""What one can do in the room ``meetings``: one function an act."""

from cercles.meetings.actions.registering import (
    ask_as_visitor,
    decline,
    invite_guest,
    propose_colleague,
    register,
)
from cercles.meetings.actions.running import (
    agenda_for,
    announce_meeting,
    cancel_meeting,
    change_meeting,
    close_meeting,
    duplicate_meeting,
    open_meeting,
    reopen_meeting,
)

__all__ = [
    "agenda_for", "announce_meeting", "ask_as_visitor", "cancel_meeting", "change_meeting", "close_meeting", "decline",
    "duplicate_meeting", "invite_guest", "open_meeting", "propose_colleague", "register", "reopen_meeting",
]  # fmt: skip
