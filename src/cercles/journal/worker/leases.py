"""A row of work belongs to one worker for a while: taken, started, then finished or failed, each a transaction of its own.

Nothing here stays open while a mail leaves or a job runs. A worker that dies says nothing; its lease runs out.
"""

from datetime import datetime, timedelta
from typing import TypeVar

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from cercles.core import clock
from cercles.journal.enums import WorkState
from cercles.journal.models import Work

W = TypeVar("W", bound=Work)
LONGEST_DELAY = timedelta(hours=6)
_ERROR_LENGTH = 2000


def _lease_end() -> datetime:
    return clock.now() + timedelta(seconds=settings.WORKER_LEASE_S)


def take(model: type[W], *, worker: str, most: int) -> list[int]:
    """Lease up to ``most`` due rows, the oldest first, that no living worker holds."""
    now = clock.now()
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    ready = model.objects.filter(free, state=WorkState.DUE, due_at__lte=now).order_by("due_at", "id")
    if not ready.exists():  # an idle worker only reads
        return []
    with transaction.atomic():  # SQLite: the whole file is ours from here; PostgreSQL: these rows are
        taken = list(ready.select_for_update(skip_locked=True).values_list("pk", flat=True)[:most])
        model.objects.filter(pk__in=taken).update(lease_until=_lease_end(), lease_by=worker)
    return taken


def start(model: type[W], pk: int, *, worker: str, tries: int) -> W | None:
    """Count one more try, unless the row is no longer ours: its lease ran out and another took it, or it was given up.

    A row that was started ``tries`` times and neither finished nor failed kills its worker: it stops there.
    """
    ours = model.objects.filter(pk=pk, lease_by=worker, state=WorkState.DUE)
    if not ours.update(attempts=F("attempts") + 1, lease_until=_lease_end()):
        return None
    row = model.objects.get(pk=pk)
    if row.attempts > tries:
        fail(row, row.error or "interrupted at every try", worker=worker, tries=tries)
        return None
    return row


def finish(row: Work, *, worker: str, state: str = WorkState.DONE, reason: str = "") -> None:
    type(row).objects.filter(pk=row.pk, lease_by=worker).update(
        state=state, done_at=clock.now(), lease_until=None, lease_by="", error="", reason=reason
    )


def fail(row: Work, error: str, *, worker: str, tries: int) -> None:
    """Keep the error; try again later, each time later than before, or stop there after ``tries``. Not what was dropped meanwhile."""
    state = WorkState.STUCK if row.attempts >= tries else WorkState.DUE
    type(row).objects.filter(pk=row.pk, lease_by=worker, state=WorkState.DUE).update(
        state=state,
        due_at=clock.now() + delay(row.attempts),
        lease_until=None,
        lease_by="",
        error=error[:_ERROR_LENGTH],
    )


def delay(attempts: int) -> timedelta:
    """30 s, 1 min, 2 min, 4 min… up to six hours."""
    return min(timedelta(seconds=settings.WORKER_RETRY_S * 2 ** min(attempts - 1, 20)), LONGEST_DELAY)


def renew(model: type[Work], *, worker: str) -> None:
    """The worker lives: what it holds stays its own."""
    model.objects.filter(lease_by=worker, state=WorkState.DUE).update(lease_until=_lease_end())


def release(model: type[Work], *, worker: str) -> None:
    """Give back what was taken and not done, so that nobody waits for the lease to run out."""
    model.objects.filter(lease_by=worker, state=WorkState.DUE).update(lease_until=None, lease_by="")
