"""An import run to its end: gathered, then batch after batch. Killed at any moment and called again, it goes on where it stood."""

import errno
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence

from django.db import Error, IntegrityError, InterfaceError, OperationalError, close_old_connections, connection
from django.utils.translation import gettext as _

from cercles.core import clock
from cercles.core.tables import FileRefused, Row, Table
from cercles.organisations.actions.imports.batches import commit_batch
from cercles.organisations.actions.imports.files import (
    forget_sent,
    forget_table,
    keys_path,
    parts_of,
    path_of,
    table_of,
)
from cercles.organisations.actions.imports.gather import Gathering
from cercles.organisations.actions.imports.keys import Keys
from cercles.organisations.actions.imports.layouts import reader_for
from cercles.organisations.actions.imports.rows import Read, read_rows
from cercles.organisations.actions.imports.runs import end, start
from cercles.organisations.enums import ImportState
from cercles.organisations.models import ImportRun

Progress = Callable[[ImportRun], None]
_TRIES = 3
_SMALLEST, _LARGEST = 200, 1_000
_WISHED = 0.1  # seconds a transaction takes
_PATIENCE = (0.2, 1, 2, 4, 8, 16, 30)  # seconds between two calls to a database that does not answer


class _Halted(Exception):
    """Somebody stopped it, or another process has it."""


def run_import(run_id: int, *, progress: Progress | None = None) -> ImportRun:
    """The run as it stands at the end, or where it was halted with its reason."""
    run = start(run_id)
    if run is None:
        return ImportRun.objects.get(pk=run_id)
    told = progress or (lambda _run: None)
    try:
        if run.is_gathering:
            run = _gather(run, told)
        run = _read_all(run, told)
    except _Halted:
        return ImportRun.objects.get(pk=run_id)
    except FileRefused as refusal:
        return end(_fresh(run), "fail", reason=refusal.text)
    except FileNotFoundError:
        return end(_fresh(run), "fail", reason=_("Le fichier n’est plus sur le serveur : envoyez-le à nouveau."))
    except (Error, OSError, sqlite3.OperationalError) as error:
        if not _is_full(error):
            raise
        return _end_on_full_disk(run)
    done = end(run, "finish")
    forget_table(done)
    return done


def _gather(run: ImportRun, told: Progress) -> ImportRun:
    if not path_of(run).exists():
        gathering = Gathering(run.layout, parts_of(run), path_of(run), lambda done: _tell(run, done, told))
        gathering.run()
        found = {"total": gathering.total, "set_aside": gathering.set_aside}
    else:
        found = {}
    ImportRun.objects.filter(pk=run.pk).update(gathered=100, began_at=clock.now(), **found)
    forget_sent(run)
    run = _fresh(run)
    told(run)
    return run


def _tell(run: ImportRun, done: int, told: Progress) -> None:
    running = ImportRun.objects.filter(pk=run.pk, state=ImportState.RUNNING)
    if not running.update(gathered=done, moved_at=clock.now()):
        raise _Halted
    run.gathered = done
    told(run)


def _fresh(run: ImportRun) -> ImportRun:
    return ImportRun.objects.get(pk=run.pk)


def _read_all(run: ImportRun, told: Progress) -> ImportRun:
    table = table_of(run)
    read = reader_for(run.layout, table)
    if run.total is None or not run.columns:
        run.total, run.columns = table.count() if run.total is None else run.total, list(table.columns)
        ImportRun.objects.filter(pk=run.pk).update(total=run.total, columns=run.columns)
    with Keys(keys_path(run)) as keys:
        for rows, size in _batches(table, run):
            began = time.monotonic()
            run = _batch(run, rows, read_rows(rows, read, keys))
            size.learn(time.monotonic() - began)
            told(run)
    return run


class _Size:
    """How many rows a transaction takes: as many as it writes in the time that others may wait."""

    def __init__(self) -> None:
        self.rows = 100

    def learn(self, seconds: float) -> None:
        wished = int(self.rows * _WISHED / max(seconds, 0.001))
        self.rows = max(_SMALLEST, min(_LARGEST, wished, self.rows * 2))


def _batches(table: Table, run: ImportRun) -> Iterator[tuple[Sequence[Row], _Size]]:
    size, batch = _Size(), []
    for row in table.rows(skip=run.line, start=run.reached):
        batch.append(row)
        if len(batch) >= size.rows:
            yield batch, size
            batch = []
    if batch:
        yield batch, size


def _batch(run: ImportRun, rows: Sequence[Row], done: Sequence[Read]) -> ImportRun:
    """Somebody may write one of these identifiers at that very moment: match again. A database that comes back is waited for."""
    tries, waits = 0, iter(_PATIENCE)
    while True:
        try:
            after = commit_batch(run, rows, done)
        except (InterfaceError, OperationalError) as error:
            if _is_full(error):
                raise
            tries += 1
            if not _is_gone(error):
                if tries == _TRIES:
                    raise
                continue
            after = _after_silence(run, rows, error, waits)
            if after is None:
                continue
        except IntegrityError:  # PostgreSQL ends one of two writers that wait for each other
            tries += 1
            if tries == _TRIES:
                raise
            continue
        if after is None:
            raise _Halted
        return after


def _after_silence(run: ImportRun, rows: Sequence[Row], error: Exception, waits: Iterator[float]) -> ImportRun | None:
    """The batch may have been kept just before the silence: the run says so. None: it was not, it is written again."""
    for seconds in waits:
        time.sleep(seconds)
        close_old_connections()
        connection.close()
        try:
            found = _fresh(run)
        except (InterfaceError, OperationalError):
            continue
        if found.line == run.line + len(rows):
            return found
        if found.line != run.line or found.state != ImportState.RUNNING:
            raise _Halted
        return None
    raise error


def _is_gone(error: Exception) -> bool:
    """PostgreSQL stopped or is starting: its connection is dead."""
    return connection.vendor == "postgresql" and (
        isinstance(error, InterfaceError) or getattr(connection.connection, "closed", True)
    )


def _is_full(error: BaseException) -> bool:
    words = f"{error} {error.__cause__ or ''}".lower()
    code = getattr(error, "errno", None)
    return code in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG) or "is full" in words or "no space left" in words


def _end_on_full_disk(run: ImportRun) -> ImportRun:
    """The sentence is kept where it can be; on a disk without one free page, it is only said."""
    reason = _(
        "Le disque est plein : faites de la place, puis reprenez l’import. Rien de ce qui est écrit n’est perdu."
    )
    try:
        return end(_fresh(run), "fail", reason=reason)
    except (Error, OSError):
        run.reason = reason
        return run
