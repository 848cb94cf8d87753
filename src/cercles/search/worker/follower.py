"""The follower: holds the lock, keeps the index beside the database, rebuilds it when it is missing, damaged or of another shape."""

import logging
import secrets
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import tantivy
from django.conf import settings
from django.db import close_old_connections, connection

from cercles.search import actions
from cercles.search.models import Follower as Known
from cercles.search.queries import log as changes
from cercles.search.queries.folder import IndexBroken, current_name, read_note, root, row_name, unbroken
from cercles.search.queries.log import Position
from cercles.search.queries.schema import SHAPE, build_schema, teach
from cercles.search.worker.lock import IndexLock
from cercles.search.worker.writer import Writer

log = logging.getLogger(__name__)
NOTED_EVERY_S = 30.0
FIRST_PAUSE_S = 1.0
REBUILT_AGAIN_AFTER_S = 60.0  # what readers complain of; an operator who asks waits for nothing


class Follower:
    """``with Follower() as follower``: nothing is written unless ``follower.leads``."""

    def __init__(self) -> None:
        self.lock = IndexLock()
        self.name, self.token, self.position = "", "", Position()
        self.writer: Writer | None = None
        self._noted, self._rebuilt, self._failed = (Position(-1), 0.0), -REBUILT_AGAIN_AFTER_S, False

    def __enter__(self) -> "Follower":
        self.leads = self.lock.take()
        return self

    def __exit__(self, *exc: object) -> None:
        if self.leads:
            self._close()
            self.lock.free()

    def step(self) -> Counter[str]:
        """Do what there is to do now: rebuild if need be, then read the log to its end."""
        done: Counter[str] = Counter()
        if self._must_rebuild():
            for count in self.rebuild():
                done["documents"] += count
                if self.writer is not None:  # the old index goes on meanwhile
                    self._catch_up()
            done["rebuilt"] += 1
        done["changes"] += self._catch_up()
        self._note()
        return done

    # Following

    def _catch_up(self) -> int:
        total = 0
        while self.writer is not None and (rows := changes.after(self.position)):
            self._apply(self.writer, rows)
            total += len(rows)
        return total

    def _apply(self, writer: Writer, rows: list[changes.Row]) -> None:
        unbroken(lambda: writer.apply(rows))
        unbroken(lambda: writer.commit(self.token, rows[-1].position))
        self.position = rows[-1].position

    def _note(self) -> None:
        """Say now and then how far the index is: what everybody has read is dropped."""
        position, at = self._noted
        moved, waited = position != self.position, time.monotonic() - at
        if self.writer is not None and ((moved and waited > NOTED_EVERY_S) or waited > 60 * NOTED_EVERY_S):
            actions.note_position(row_name(), self.token, self.position)
            self._noted = (self.position, time.monotonic())

    # Beginning

    def _must_rebuild(self) -> bool:
        if self._asked():
            return True
        if self.writer is not None and self.name == current_name() and (root() / self.name / "meta.json").exists():
            return False
        self._close()
        return not self._open()

    def _asked(self) -> bool:
        """A reader found the index damaged, or an operator wants it new. The word stays until it is done: whoever is killed meanwhile
        begins again."""
        try:
            why = (root() / "rebuild").read_text()
        except OSError:
            return False
        since = time.monotonic() - self._rebuilt
        if since < REBUILT_AGAIN_AFTER_S and (why != "asked" or self._failed):
            return False
        log.info("the index is rebuilt: %s", why)
        return True

    def _open(self) -> bool:
        """Go on with the index that is there, if the database knows it."""
        name = current_name()
        if not name:
            return False
        try:
            index = unbroken(lambda: teach(tantivy.Index.open(str(root() / name))))
            token, position = unbroken(lambda: read_note(index, index.searcher()))
            known = Known.objects.filter(name=row_name(), token=token).exists()
            if not known or changes.is_ahead(position):
                return False
            writer = unbroken(lambda: Writer(index))
        except IndexBroken:
            log.exception("the index cannot be opened, it is rebuilt")
            return False
        self.name, self.token, self.position, self.writer = name, token, position, writer
        _sweep(name)
        return True

    def rebuild(self) -> Iterator[int]:
        """A new index beside the one that serves; it takes its place at the end. Nothing is left of one that fails."""
        word, self._failed = _stamp_of(root() / "rebuild"), True
        actions.forget_changes_from_elsewhere()
        token, position = secrets.token_hex(8), changes.last_settled()
        name = f"{SHAPE}-{token}"
        try:
            (root() / name).mkdir(parents=True)
            writer = unbroken(lambda: Writer(teach(tantivy.Index(build_schema(), path=str(root() / name))), wide=True))
            steps = writer.everything()
            while (count := unbroken(lambda: next(steps, None))) is not None:
                yield count
            unbroken(lambda: writer.commit(token, position))
            actions.note_position(row_name(), token, position)
            fresh = root() / f"current.{token}"
            fresh.write_text(name)
            fresh.replace(root() / "current")
        except BaseException:
            self._rebuilt = time.monotonic()
            shutil.rmtree(root() / name, ignore_errors=True)
            raise
        self._close()
        self.name, self.token, self.position, self.writer = name, token, position, writer
        self._noted, self._rebuilt, self._failed = (position, time.monotonic()), time.monotonic(), False
        if word == _stamp_of(root() / "rebuild"):
            (root() / "rebuild").unlink(missing_ok=True)
        _sweep(name)

    def _close(self) -> None:
        """Forget the writer. What it had not committed is read again from the log."""
        writer, self.writer = self.writer, None
        if writer is not None:
            try:
                unbroken(writer.close)
            except IndexBroken:
                log.warning("the index was damaged while it was written")


def _sweep(name: str) -> None:
    """Drop what is left of other indexes: those replaced, and those whose writer was killed."""
    for old in root().iterdir():
        if (old.is_dir() and old.name != name) or old.name.startswith("current."):
            shutil.rmtree(old, ignore_errors=True) if old.is_dir() else old.unlink(missing_ok=True)


def _stamp_of(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def follow(stop: Event) -> None:
    """Keep the index up to date until ``stop``; wait for the lock while another process has it. While it cannot be written (a full
    disk, a database that restarts), it is tried again ever more seldom, up to once a minute."""
    while not stop.is_set():
        with Follower() as follower:
            pause = FIRST_PAUSE_S
            while follower.leads and not stop.is_set():
                try:
                    close_old_connections()
                    follower.step()
                    pause = FIRST_PAUSE_S
                except Exception:
                    log.exception("the index could not be written, it is opened again in %d s", pause)
                    follower._close()
                    stop.wait(pause)
                    pause = min(2 * pause, 60)
                stop.wait(settings.INDEX_POLL_S)
        stop.wait(1)
    connection.close()


def follow_once() -> Counter[str]:
    """Bring the index up to date and leave. ``{"busy": 1}`` when another process is at it."""
    with Follower() as follower:
        return follower.step() if follower.leads else Counter(busy=1)
