"""An import run to its end: gathered, then batch after batch. Killed at any moment and called again, it goes on where it stood."""

import errno
import gc
import logging
import sqlite3
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager

from django.db import Error, IntegrityError, InterfaceError, OperationalError, close_old_connections, connection
from django.utils.translation import gettext as _

from cercles.core import clock
from cercles.core.tables import FileRefused, Table
from cercles.organisations.actions.imports import ahead
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
from cercles.organisations.actions.imports.layouts import reader_for, words_known
from cercles.organisations.actions.imports.rows import PIECE, Piece, pieces_of
from cercles.organisations.actions.imports.runs import end, start
from cercles.organisations.enums import NATIONAL, ImportState
from cercles.organisations.models import ImportRun

log = logging.getLogger(__name__)
Progress = Callable[[ImportRun], None]
_TRIES = 3
_SMALLEST, _LARGEST = 200, 1_000
_WISHED = 0.15  # seconds a transaction takes
_GARBAGE = 20_000  # objects made since the last look
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
        try:
            gathering = Gathering(run.layout, parts_of(run), path_of(run), lambda done: _tell(run, done, told))
            gathering.run()
        except (FileNotFoundError, sqlite3.OperationalError):
            if path_of(run).exists() or not _fresh(run).is_gathering:
                raise _Halted from None  # another process gathered it meanwhile, and forgot what was sent
            raise
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
    if run.total is None or not run.columns:
        run.total, run.columns = table.count() if run.total is None else run.total, list(table.columns)
        ImportRun.objects.filter(pk=run.pk).update(total=run.total, columns=run.columns)
    size = _Size()
    with _without_looking_back(), closing(_pieces(table, run)) as pieces:
        for piece in _joined(pieces, size):
            began = time.monotonic()
            run = _batch(run, piece)
            size.learn(piece.count, time.monotonic() - began)
            told(run)
    return run


@contextmanager
def _without_looking_back() -> Iterator[None]:
    """What is in memory before stays there: it is not looked through for garbage each time a few rows have gone by."""
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(_GARBAGE, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


def _pieces(table: Table, run: ImportRun) -> Generator[Piece, None, None]:
    """What follows the place that ``run`` has reached; read ahead by another process where that is quicker."""
    line, reached, keys = run.line, run.reached, keys_path(run)
    if run.layout in NATIONAL and ahead.is_worth_it((run.total or 0) - line):
        given = ahead.read_ahead(run.layout, table, skip=line, start=reached, keys=keys, words=words_known())
        try:
            with closing(given):
                for piece in given:
                    yield piece
                    line, reached = line + piece.count, piece.end
            return
        except ahead.ChildLost:
            log.warning("the process that reads ahead ended at line %s: the import reads the rest itself", line)
    read = reader_for(run.layout, table)
    with Keys(keys) as said:
        yield from pieces_of(table.rows(skip=line, start=reached), read, said)


class _Size:
    """How many rows a transaction takes: as many as it writes in the time that others may wait."""

    def __init__(self) -> None:
        self.rows = PIECE

    def learn(self, rows: int, seconds: float) -> None:
        wished = int(rows * _WISHED / max(seconds, 0.001))
        self.rows = max(_SMALLEST, min(_LARGEST, wished, self.rows * 2))


def _joined(pieces: Iterator[Piece], size: _Size) -> Iterator[Piece]:
    for piece in pieces:
        whole = piece
        while whole.count + PIECE <= size.rows and (more := next(pieces, None)):
            whole = whole.followed_by(more)
        yield whole


def _batch(run: ImportRun, piece: Piece) -> ImportRun:
    """Somebody may write one of these identifiers at that very moment: match again. A database that comes back is waited for."""
    tries, waits = 0, iter(_PATIENCE)
    while True:
        try:
            after = commit_batch(run, piece)
        except (InterfaceError, OperationalError) as error:
            if _is_full(error):
                raise
            tries += 1
            if not _is_gone(error):
                if tries == _TRIES:
                    raise
                continue
            after = _after_silence(run, piece, error, waits)
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


def _after_silence(run: ImportRun, piece: Piece, error: Exception, waits: Iterator[float]) -> ImportRun | None:
    """The batch may have been kept just before the silence: the run says so. None: it was not, it is written again."""
    for seconds in waits:
        time.sleep(seconds)
        close_old_connections()
        connection.close()
        try:
            found = _fresh(run)
        except (InterfaceError, OperationalError):
            continue
        if found.line == run.line + piece.count:
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
