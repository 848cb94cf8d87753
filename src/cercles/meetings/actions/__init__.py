"""What one can do in the room ``meetings``: one function an act."""

from cercles.meetings.actions.attending import add_walk_in, tick_attendance
from cercles.meetings.actions.bringing import bring_question
from cercles.meetings.actions.calendar import close_feed, open_feed
from cercles.meetings.actions.dating import ask_dates, choose_date
from cercles.meetings.actions.ending import end_with_circle
from cercles.meetings.actions.following import add_follow_up, answer_after, answer_follow_up, answer_later
from cercles.meetings.actions.leaving import forget_member, forget_person
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
from cercles.meetings.actions.welcoming import invite_newcomer
from cercles.meetings.actions.writing import add_decision, publish_minutes, remove_decision, write_minutes

__all__ = [
    "add_decision",
    "add_follow_up",
    "add_walk_in",
    "agenda_for",
    "announce_meeting",
    "answer_after",
    "answer_follow_up",
    "answer_later",
    "ask_as_visitor",
    "ask_dates",
    "bring_question",
    "cancel_meeting",
    "change_meeting",
    "choose_date",
    "close_feed",
    "close_meeting",
    "decline",
    "duplicate_meeting",
    "end_with_circle",
    "forget_member",
    "forget_person",
    "invite_guest",
    "invite_newcomer",
    "open_feed",
    "open_meeting",
    "propose_colleague",
    "publish_minutes",
    "register",
    "remove_decision",
    "reopen_meeting",
    "tick_attendance",
    "write_minutes",
]  # fmt: skip
