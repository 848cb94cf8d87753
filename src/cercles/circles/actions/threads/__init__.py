"""Conversations of a circle: start one, answer, change or take back one's words, close, say how far one has read."""

from cercles.circles.actions.threads.changing import edit_message, withdraw_message
from cercles.circles.actions.threads.closing import close_thread, reopen_thread
from cercles.circles.actions.threads.leaving import forget_in_threads, left
from cercles.circles.actions.threads.reading import mark_read
from cercles.circles.actions.threads.telling import write_message_letters
from cercles.circles.actions.threads.writing import post_message, start_thread

__all__ = [
    "close_thread", "edit_message", "forget_in_threads", "left", "mark_read", "post_message", "reopen_thread", "start_thread",
    "withdraw_message", "write_message_letters",
]  # fmt: skip
