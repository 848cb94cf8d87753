"""A conversation ends, or goes on after all."""

from typing import Any

from django.db import transaction

from cercles.circles.actions.locks import locked_open
from cercles.circles.actions.threads.writing import locked_thread
from cercles.circles.models import Thread
from cercles.core import clock
from cercles.journal import actions as journal


def _held(thread: Thread) -> Thread:
    thread.circle = locked_open(thread.circle)
    return locked_thread(thread)


@transaction.atomic
def close_thread(*, thread: Thread, by: Any, reason: str = "") -> Thread:
    """Nothing is added any more; all stays readable. Closing twice is closing once."""
    fresh = _held(thread)
    if not fresh.is_closed:
        fresh.closed_at, fresh.closed_by, fresh.closed_reason = clock.now(), by, " ".join(reason.split())[:500]
        fresh.changed_at = clock.now()
        fresh.save(update_fields=["closed_at", "closed_by", "closed_reason", "changed_at"])
        journal.record("circles.thread_closed", fresh, by=by, reason=fresh.closed_reason)
    return fresh


@transaction.atomic
def reopen_thread(*, thread: Thread, by: Any) -> Thread:
    fresh = _held(thread)
    if fresh.is_closed:
        fresh.closed_at, fresh.closed_by, fresh.closed_reason = None, None, ""
        fresh.changed_at = clock.now()
        fresh.save(update_fields=["closed_at", "closed_by", "closed_reason", "changed_at"])
        journal.record("circles.thread_reopened", fresh, by=by)
    return fresh
