"""Writes of the journal, called by the actions of every room above, inside their transaction."""

from cercles.journal.actions.mail import drop_waiting, queue_mail, send_letter
from cercles.journal.actions.person import erase_mails, unname
from cercles.journal.actions.thread import link, record, revoke_link
from cercles.journal.actions.work import enqueue, give_up, tidy, try_again, try_all_again

__all__ = [
    "drop_waiting", "enqueue", "erase_mails", "give_up", "link", "queue_mail", "record", "revoke_link", "send_letter", "tidy",
    "try_again", "try_all_again", "unname",
]  # fmt: skip
