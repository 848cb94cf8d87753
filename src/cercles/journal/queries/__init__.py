"""Reads of the journal, and what rooms give it to show."""

from cercles.journal.queries.history import entries_of
from cercles.journal.queries.nodes import DueItem, Node, ids, kind_of
from cercles.journal.queries.thread import ThreadItem, thread_of

__all__ = ["DueItem", "Node", "ThreadItem", "entries_of", "ids", "kind_of", "thread_of"]
