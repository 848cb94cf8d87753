"""The life of an import: asked, run by the worker or the command, stopped, taken up again exactly where it stood."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.journal.actions import enqueue, record
from cercles.organisations.actions.imports.files import Stored
from cercles.organisations.enums import IMPORT_MOVES, NATIONAL, ImportState
from cercles.organisations.models import ImportRun

JOB = "organisations.import"


@transaction.atomic
def open_import(*, by: Any, layout: str, stored: Stored, now: bool = False) -> ImportRun:
    """Ask for an import. The same files again take up the import that did not end. ``now``: the caller runs it himself."""
    still_open = ImportRun.objects.exclude(state=ImportState.DONE)
    said = {
        "file_name": stored.name[:200], "size": stored.size, "files": stored.files, "by": by,
        "gathered": 0 if layout in NATIONAL else None,
    }  # fmt: skip
    run, _created = still_open.get_or_create(layout=layout, sha256=stored.sha256, defaults=said)
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.state in (ImportState.FAILED, ImportState.STOPPED):
        move(run, "resume")
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
        move(locked, "stop", reason=reason.strip())
        record("organisations.import_stopped", locked, by=by, reason=reason.strip())
    return locked


@transaction.atomic
def resume_import(*, run: ImportRun, by: Any) -> ImportRun:
    """Go on from the line it reached."""
    locked = ImportRun.objects.select_for_update().get(pk=run.pk)
    if locked.can_resume:
        move(locked, "resume")
        record("organisations.import_resumed", locked, by=by)
        _enqueue(locked)
    return locked


@transaction.atomic
def start(run_id: int) -> ImportRun | None:
    """None when it is not to be run."""
    run = ImportRun.objects.select_for_update().filter(pk=run_id).first()
    if run is None or "start" not in IMPORT_MOVES.get(ImportState(run.state), {}):
        return None
    move(run, "start")
    run.began_at, run.began_line = run.moved_at, run.line
    run.save(update_fields=["began_at", "began_line"])
    return run


@transaction.atomic
def end(run: ImportRun, verb: str, *, reason: str = "") -> ImportRun:
    locked = ImportRun.objects.select_for_update().get(pk=run.pk)
    if verb in IMPORT_MOVES.get(ImportState(locked.state), {}) and locked.line == run.line:
        move(locked, verb, reason=reason)
        record(f"organisations.import_{locked.state}", locked, by=locked.by, reason=reason)
    return locked


def move(run: ImportRun, verb: str, *, reason: str = "") -> None:
    run.state, run.reason = IMPORT_MOVES[ImportState(run.state)][verb], reason
    run.moved_at = clock.now()
    run.finished_at = run.moved_at if run.state == ImportState.DONE else None
    run.save(update_fields=["state", "reason", "moved_at", "finished_at"])


def _enqueue(run: ImportRun) -> None:
    enqueue(JOB, key=f"{JOB}:{run.pk}:{clock.now():%Y%m%d%H%M%S%f}", run_id=run.pk)
