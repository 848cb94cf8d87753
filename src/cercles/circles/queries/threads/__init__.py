"""Conversations as pages, mails and the search read them."""

from cercles.circles.queries.threads.held import held_in, unreached_in, waiting_by_circle
from cercles.circles.queries.threads.links import rhythm_link
from cercles.circles.queries.threads.listing import THREADS_A_PAGE, ThreadLine, line_of, newest_threads, threads_of
from cercles.circles.queries.threads.page import (
    MESSAGES_A_PAGE,
    MessageLine,
    ThreadPage,
    thread_page,
    thread_seen,
    told,
)

__all__ = [
    "MESSAGES_A_PAGE", "THREADS_A_PAGE", "MessageLine", "ThreadLine", "ThreadPage", "held_in", "line_of", "newest_threads", "rhythm_link",
    "thread_page", "thread_seen", "threads_of", "told", "unreached_in",
    "waiting_by_circle",
]  # fmt: skip
