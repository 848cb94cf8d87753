"""Writes of the journal, called by the actions of every room above, inside their transaction."""

from cercles.journal.actions.bounces import forgive_bounces
from cercles.journal.actions.incoming import read_mail, take_in
from cercles.journal.actions.mail import drop_waiting, queue_mail, send_letter
from cercles.journal.actions.person import erase_mails, unname
from cercles.journal.actions.rhythm import choose_rhythm
from cercles.journal.actions.thread import link, record, revoke_link
from cercles.journal.actions.work import drop_raw, enqueue, give_up, tidy, try_again, try_all_again

__all__ = [
    "choose_rhythm",
    "drop_raw",
    "drop_waiting",
    "enqueue",
    "erase_mails",
    "forgive_bounces",
    "give_up",
    "link",
    "queue_mail",
    "read_mail",
    "record",
    "revoke_link",
    "send_letter",
    "take_in",
    "tidy",
    "try_again",
    "try_all_again",
    "unname",
]  # fmt: skip
