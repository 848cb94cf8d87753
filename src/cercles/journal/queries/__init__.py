"""Reads of the journal, and what rooms give it to show."""

from cercles.journal.queries.history import entries_of
from cercles.journal.queries.nodes import DueItem, Node, ids, kind_of
from cercles.journal.queries.thread import ThreadItem, thread_of
from cercles.journal.queries.work import Load, failing, failing_mails, load, mails_of, worker_alive, worker_seen_at

__all__ = [
    "DueItem", "Load", "Node", "ThreadItem", "entries_of", "failing", "failing_mails", "ids", "kind_of", "load", "mails_of",
    "thread_of", "worker_alive", "worker_seen_at",
]  # fmt: skip
