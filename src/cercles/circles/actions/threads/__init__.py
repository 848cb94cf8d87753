"""Conversations of a circle: start one, answer, change or take back one's words, close, say how far one has read."""

from cercles.circles.actions.threads.changing import edit_message, withdraw_message
from cercles.circles.actions.threads.closing import close_thread, reopen_thread
from cercles.circles.actions.threads.held import publish_held, refuse_held, unblock
from cercles.circles.actions.threads.leaving import forget_in_threads, left
from cercles.circles.actions.threads.lists import bring_in, import_list
from cercles.circles.actions.threads.mail import receive_answer, receive_named, receive_start
from cercles.circles.actions.threads.reading import mark_read
from cercles.circles.actions.threads.telling import LEAVING, choose_rhythm, rhythm_chosen, write_message_letters
from cercles.circles.actions.threads.writing import post_message, start_thread

__all__ = [
    "LEAVING",
    "bring_in", "choose_rhythm",
    "close_thread",
    "edit_message",
    "forget_in_threads", "import_list",
    "left",
    "mark_read",
    "post_message",
    "publish_held",
    "receive_answer",
    "receive_named",
    "receive_start",
    "refuse_held",
    "reopen_thread",
    "rhythm_chosen",
    "start_thread",
    "unblock",
    "withdraw_message",
    "write_message_letters",
]  # fmt: skip
