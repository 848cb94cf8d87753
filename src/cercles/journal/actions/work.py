"""Deferred work: asked for, asked again, given up."""

from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from cercles.core import clock, jobs
from cercles.core.errors import RuleBroken
from cercles.journal.actions.outages import forget_outages
from cercles.journal.actions.thread import record
from cercles.journal.enums import WorkState
from cercles.journal.models import IncomingMail, Job, Work, WorkerSign

_SLICE = 500  # rows written at once: no transaction of ours is long
MOST_AT_ONCE = 200  # what one press of a button asks for
KEPT_RUNS = timedelta(days=7)
KEPT_BODIES = timedelta(days=90)
KEPT_RAW = timedelta(days=30)  # a mail that came in, as it came, once what it says was taken


def enqueue(verb: str, *, key: str, due_at: datetime | None = None, **arguments: Any) -> Job:
    """Ask for ``verb`` to be run by the worker. The same ``key`` is the same job: asking twice runs it once."""
    job, _created = Job.objects.get_or_create(
        key=key, defaults={"verb": verb, "arguments": arguments, "due_at": due_at or clock.now()}
    )
    return job


def went_on() -> None:
    """Said by a long job in the transaction that writes how far it went: it has not killed its worker, its tries are given back.
    Outside a job, nothing."""
    row = jobs.current_row()
    if row is not None:
        Job.objects.filter(pk=row, attempts__gt=1).update(attempts=1)


@transaction.atomic
def try_again(row: Work, *, by: Any) -> None:
    """Ask for a stuck or waiting row once more, at once, with all its tries."""
    row = _still_open(row)
    type(row)._default_manager.filter(pk=row.pk).update(
        state=WorkState.DUE, due_at=clock.now(), attempts=0, lease_until=None, lease_by=""
    )
    record("journal.tried_again", row, by=by)


def try_all_again(model: type[Work], *, by: Any) -> int:
    """Ask again for what is stuck, the oldest first, once what held it back is mended; how many were asked for."""
    asked = 0
    for row in model._default_manager.filter(state=WorkState.STUCK).order_by("created_at", "id")[:MOST_AT_ONCE]:
        with suppress(RuleBroken):  # decided by somebody else meanwhile
            try_again(row, by=by)
            asked += 1
    return asked


def revive(verb: str, *, since: datetime) -> int:
    """Ask the site itself for a few more tries of what is stuck, when its cause mends itself: a store that was away."""
    stuck = Job.objects.filter(verb=verb, state=WorkState.STUCK, created_at__gte=since)
    return stuck.update(state=WorkState.DUE, due_at=clock.now(), attempts=0, lease_until=None, lease_by="")


@transaction.atomic
def give_up(row: Work, *, by: Any, reason: str) -> None:
    """Stop trying, and say why."""
    if not reason.strip():
        raise RuleBroken("reason_missing", _("Dites en une phrase pourquoi vous abandonnez."), field="reason")
    row = _still_open(row)
    type(row)._default_manager.filter(pk=row.pk).update(
        state=WorkState.DROPPED, reason=reason.strip(), done_at=clock.now(), lease_until=None, lease_by=""
    )
    record("journal.gave_up", row, by=by, reason=reason.strip())


def _still_open(row: Work) -> Work:
    """The row as it is now, locked; a worker may have finished it since the page was read."""
    row = type(row)._default_manager.select_for_update().get(pk=row.pk)
    if row.state not in (WorkState.DUE, WorkState.STUCK):
        raise RuleBroken("already_closed", _("Ce travail est déjà terminé : il n’y a plus rien à faire."))
    if row.is_held:
        raise RuleBroken(
            "at_work", _("Ce travail est en cours à l’instant : attendez une minute, puis regardez à nouveau.")
        )
    return row


def tidy() -> dict[str, int]:
    """Drop what no longer serves and names nobody: past runs of recurring work, gone workers. All else goes by the rules of retention."""
    now = clock.now()
    runs = models.Q(*(models.Q(key__startswith=f"{rule.verb}@") for rule in jobs.recurring()), _connector=models.Q.OR)
    past = Job.objects.filter(runs, state=WorkState.DONE, done_at__lt=now - KEPT_RUNS) if runs else Job.objects.none()
    return {
        "runs": _in_slices(past, lambda rows: rows.delete()[0]),
        "outages": forget_outages(now - KEPT_RUNS),
        "workers": WorkerSign.objects.filter(seen_at__lt=now - KEPT_RUNS).delete()[0],
    }


def mail_decided(mail: IncomingMail, *, outcome: str, reason: str = "") -> None:
    """In the caller's transaction: of one that waited for somebody, what became of it. It is kept as long as any other that was read."""
    IncomingMail.objects.filter(pk=mail.pk).update(outcome=outcome, reason=reason)
    transaction.on_commit(partial(drop_raw, mail))


def drop_raw(mail: IncomingMail) -> None:
    """What came as a file goes, since it was decided or its time is over; the line that says what became of it stays."""
    fresh = IncomingMail.objects.filter(pk=mail.pk).exclude(raw="").first()
    if fresh is not None:
        fresh.raw.delete(save=False)
        IncomingMail.objects.filter(pk=mail.pk).update(raw="")


def _in_slices(rows: models.QuerySet, write: Any) -> int:
    """Write a slice at a time: no long transaction, whatever the number."""
    total = 0
    while pks := list(rows.values_list("pk", flat=True)[:_SLICE]):
        total += write(rows.model.objects.filter(pk__in=pks))
    return total
