"""Writes of the journal, called by the actions of every room above, inside their transaction."""

from cercles.journal.actions.bounces import forgive_bounces
from cercles.journal.actions.digest import still_wanted, take_back, tell_again, write_digests
from cercles.journal.actions.incoming import read_mail, take_in
from cercles.journal.actions.mail import drop_waiting, queue_mail, send_letter, write_again
from cercles.journal.actions.outages import ServerWatch, ask_server
from cercles.journal.actions.person import erase_mails, unname
from cercles.journal.actions.rhythm import choose_mails, choose_rhythm, choose_time, stop_grouped
from cercles.journal.actions.sweeping import sweep_files
from cercles.journal.actions.thread import link, record, revoke_link
from cercles.journal.actions.work import (
    enqueue,
    give_up,
    mail_decided,
    revive,
    tidy,
    try_again,
    try_all_again,
    went_on,
)

__all__ = [
    "ServerWatch",
    "ask_server",
    "choose_mails",
    "choose_rhythm",
    "choose_time",
    "drop_waiting",
    "enqueue",
    "erase_mails",
    "forgive_bounces",
    "give_up",
    "link",
    "mail_decided",
    "queue_mail",
    "read_mail",
    "record",
    "revive",
    "revoke_link",
    "send_letter",
    "still_wanted",
    "stop_grouped",
    "sweep_files",
    "take_back",
    "take_in",
    "tell_again",
    "tidy",
    "try_again",
    "try_all_again",
    "unname",
    "went_on",
    "write_again",
    "write_digests",
]  # fmt: skip
