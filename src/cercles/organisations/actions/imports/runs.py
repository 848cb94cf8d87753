"""The life of an import: asked, run by the worker or the command, stopped, taken up again exactly where it stood."""

from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any

from django.db import IntegrityError, OperationalError, transaction
from django.utils.translation import gettext as _

from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.core.tables import FileRefused, Row, read_table
from cercles.journal.actions import enqueue, record
from cercles.organisations.actions.imports.batches import batched, commit_batch, read_rows
from cercles.organisations.actions.imports.files import path_of
from cercles.organisations.actions.imports.layouts import Reader, reader_for
from cercles.organisations.enums import IMPORT_MOVES, ImportState
from cercles.organisations.models import ImportRun

JOB = "organisations.import"
Progress = Callable[[ImportRun], None]
_TRIES = 3


@transaction.atomic
def open_import(*, by: Any, layout: str, file_name: str, sha256: str, size: int, now: bool = False) -> ImportRun:
    """Ask for an import. The same file again takes up the import that did not end. ``now``: the caller runs it himself."""
    still_open = ImportRun.objects.exclude(state=ImportState.DONE)
    run, _created = still_open.get_or_create(
        layout=layout, sha256=sha256, defaults={"file_name": file_name[:200], "size": size, "by": by}
    )
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.state in (ImportState.FAILED, ImportState.STOPPED):
        _move(run, "resume")
    record("organisations.import_asked", run, by=by)
    if not now:
        _enqueue(run)
    return run


@transaction.atomic
def stop_import(*, run: ImportRun, by: Any, reason: str) -> ImportRun:
    """What is written stays; the rest waits until somebody takes the import up again."""
    if not reason.strip():
        raise RuleBroken("reason_missing", _("Dites en une phrase pourquoi l’import est arrêté."), field="reason")
    locked = ImportRun.objects.select_for_update().get(pk=run.pk)
    if locked.can_stop:
        _move(locked, "stop", reason=reason.strip())
        record("organisations.import_stopped", locked, by=by, reason=reason.strip())
    return locked


@transaction.atomic
def resume_import(*, run: ImportRun, by: Any) -> ImportRun:
    """Go on from the line it reached."""
    locked = ImportRun.objects.select_for_update().get(pk=run.pk)
    if locked.can_resume:
        _move(locked, "resume")
        record("organisations.import_resumed", locked, by=by)
        _enqueue(locked)
    return locked


def run_import(run_id: int, *, progress: Progress | None = None) -> ImportRun:
    """Run it to its end, batch after batch. Killed at any moment and called again, it goes on where it stood."""
    run = _start(run_id)
    if run is None:
        return ImportRun.objects.get(pk=run_id)
    try:
        table = read_table(path_of(run))
        read = reader_for(run.layout, table)
        if run.total is None:
            run.total = table.count()
            ImportRun.objects.filter(pk=run.pk).update(total=run.total)
        for rows in batched(islice(table.rows(), run.line)):
            read_rows(rows, read)  # what was written before a kill: a row may not say it again
        for rows in batched(table.rows(skip=run.line)):
            after = _batch(run, rows, read)
            if after is None:
                return ImportRun.objects.get(pk=run_id)
            run = after
            if progress is not None:
                progress(run)
    except FileRefused as refusal:
        return _end(run, "fail", reason=refusal.text)
    except FileNotFoundError:
        return _end(run, "fail", reason=_("Le fichier n’est plus sur le serveur : envoyez-le à nouveau."))
    return _end(run, "finish")


def _batch(run: ImportRun, rows: Sequence[Row], read: Reader) -> ImportRun | None:
    """Somebody may write one of these identifiers in the site at that very moment: match again."""
    done = read_rows(rows, read)
    for attempt in range(1, _TRIES + 1):
        try:
            return commit_batch(run, rows, done)
        except (IntegrityError, OperationalError):  # PostgreSQL ends one of two writers that wait for each other
            if attempt == _TRIES:
                raise
    return None


@transaction.atomic
def _start(run_id: int) -> ImportRun | None:
    run = ImportRun.objects.select_for_update().filter(pk=run_id).first()
    if run is None or "start" not in IMPORT_MOVES.get(ImportState(run.state), {}):
        return None
    _move(run, "start")
    return run


@transaction.atomic
def _end(run: ImportRun, verb: str, *, reason: str = "") -> ImportRun:
    locked = ImportRun.objects.select_for_update().get(pk=run.pk)
    if verb in IMPORT_MOVES.get(ImportState(locked.state), {}) and locked.line == run.line:
        _move(locked, verb, reason=reason)
        record(f"organisations.import_{locked.state}", locked, by=locked.by, reason=reason)
    return locked


def _move(run: ImportRun, verb: str, *, reason: str = "") -> None:
    run.state, run.reason = IMPORT_MOVES[ImportState(run.state)][verb], reason
    run.moved_at = clock.now()
    run.finished_at = run.moved_at if run.state == ImportState.DONE else None
    run.save(update_fields=["state", "reason", "moved_at", "finished_at"])


def _enqueue(run: ImportRun) -> None:
    enqueue(JOB, key=f"{JOB}:{run.pk}:{clock.now():%Y%m%d%H%M%S%f}", run_id=run.pk)
