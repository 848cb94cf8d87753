"""Reads of the journal, and what rooms give it to show."""

from cercles.journal.queries.history import MOST, entries_of
from cercles.journal.queries.incoming import Inbox, Letter, MailFile, Received, as_told
from cercles.journal.queries.news import (
    MOST_GIVEN,
    NewsDesk,
    NewsItem,
    Section,
    Topic,
    preview_of,
    said_of,
    topics_of,
)
from cercles.journal.queries.nodes import DueAct, DueItem, Node, ids, kind_of
from cercles.journal.queries.outbox import addressees, kept_mails
from cercles.journal.queries.rhythm import (
    BOUNCES_BEFORE_SILENCE,
    choices_of,
    person_of_link,
    rhythm_of,
    rhythms_of,
    times_of,
    unreachable,
)
from cercles.journal.queries.thread import ThreadItem, thread_of
from cercles.journal.queries.work import (
    Load,
    failing,
    failing_mails,
    load,
    mails_of,
    outages,
    worker_alive,
    worker_seen_at,
    written_since,
)

__all__ = [
    "BOUNCES_BEFORE_SILENCE",
    "MOST",
    "MOST_GIVEN",
    "DueAct",
    "DueItem",
    "Inbox",
    "Letter",
    "Load",
    "MailFile",
    "NewsDesk",
    "NewsItem",
    "Node",
    "Received",
    "Section",
    "ThreadItem",
    "Topic",
    "addressees",
    "as_told",
    "choices_of",
    "entries_of",
    "failing",
    "failing_mails",
    "ids",
    "kept_mails",
    "kind_of",
    "load",
    "mails_of",
    "outages",
    "person_of_link",
    "preview_of",
    "rhythm_of",
    "rhythms_of",
    "said_of",
    "thread_of",
    "times_of",
    "topics_of",
    "unreachable",
    "worker_alive",
    "worker_seen_at",
    "written_since",
]  # fmt: skip
