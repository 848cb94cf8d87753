"""Reads of the journal, and what rooms give it to show."""

from cercles.journal.queries.history import MOST, entries_of
from cercles.journal.queries.incoming import Inbox, Letter, MailFile, Received, as_told
from cercles.journal.queries.nodes import DueItem, Node, ids, kind_of
from cercles.journal.queries.outbox import addressees, kept_mails
from cercles.journal.queries.rhythm import BOUNCES_BEFORE_SILENCE, rhythm_of, rhythms_of, unreachable
from cercles.journal.queries.thread import ThreadItem, thread_of
from cercles.journal.queries.work import (
    Load,
    failing,
    failing_mails,
    load,
    mails_of,
    worker_alive,
    worker_seen_at,
    written_since,
)

__all__ = [
    "BOUNCES_BEFORE_SILENCE",
    "MOST",
    "DueItem",
    "Inbox",
    "Letter",
    "Load",
    "MailFile",
    "Node",
    "Received",
    "ThreadItem",
    "addressees",
    "as_told",
    "entries_of",
    "failing",
    "failing_mails",
    "ids",
    "kept_mails",
    "kind_of",
    "load",
    "mails_of",
    "rhythm_of",
    "rhythms_of",
    "thread_of",
    "unreachable",
    "worker_alive",
    "worker_seen_at",
    "written_since",
]  # fmt: skip
