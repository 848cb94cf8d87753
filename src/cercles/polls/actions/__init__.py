"""Polls: open one, answer it, treat what is objected, close or cancel it."""

from cercles.polls.actions.answering import answer_poll
from cercles.polls.actions.cancelling import cancel_poll
from cercles.polls.actions.jobs import (
    ask_again,
    ask_silent,
    ask_voters,
    close_due,
    remind_voters,
    tell_cancelled,
    tell_closed,
)
from cercles.polls.actions.leaving import end_with_circle, forget_member, forget_person, forget_seats
from cercles.polls.actions.objecting import integrate_objection, set_aside_objection, withdraw_objection
from cercles.polls.actions.running import close_poll, open_poll

__all__ = [
    "answer_poll",
    "ask_again",
    "ask_silent",
    "ask_voters",
    "cancel_poll",
    "close_due",
    "close_poll",
    "end_with_circle",
    "forget_member",
    "forget_person",
    "forget_seats",
    "integrate_objection",
    "open_poll",
    "remind_voters",
    "set_aside_objection",
    "tell_cancelled",
    "tell_closed",
    "withdraw_objection",
]  # fmt: skip
