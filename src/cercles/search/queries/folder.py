"""The folder of the index, as every process reads it.

The file ``current`` names the index inside, so that a rebuilt one takes its place at once. The folder is a cache: whatever is wrong
with it, ``opened()`` gives None, the caller answers from the database, and the follower rebuilds.
"""

import fcntl
import json
import os
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

import tantivy
from django.conf import settings

from cercles.search.queries.log import Position
from cercles.search.queries.schema import NOTE, SHAPE, teach

T = TypeVar("T")
_MOST_KEPT = 1000  # answers, of one commit


class IndexBroken(Exception):
    """The files of the index are not what they should be."""


def unbroken(read: Callable[[], T]) -> T:
    """Run a call of the engine; whatever its files do to it is said in one way."""
    try:
        return read()
    except (OSError, ValueError, KeyError, SystemError) as trouble:
        raise IndexBroken(str(trouble)) from trouble
    except BaseException as trouble:
        if type(trouble).__name__ == "PanicException":  # what the engine raises on damaged files, below Exception
            raise IndexBroken(str(trouble)) from trouble
        raise


@dataclass(frozen=True)
class Opened:
    """An index as it was last committed, and how far it had read."""

    name: str
    stamp: tuple[int, int]
    index: tantivy.Index
    searcher: Any
    token: str
    position: Position
    kinds: frozenset[str]
    kept: dict[Any, Any] = field(
        default_factory=dict, compare=False
    )  # answers that took long, for as long as this commit lasts

    @property
    def schema(self) -> tantivy.Schema:
        return self.index.schema

    def keep(self, what: Any, read: Callable[[], T]) -> T:
        """What ``read`` gives, read once for this commit."""
        if what in self.kept:
            found: T = self.kept[what]
            return found
        if len(self.kept) >= _MOST_KEPT:
            self.kept.clear()
        return self.kept.setdefault(what, read())


def root() -> Path:
    return Path(settings.INDEX_ROOT)


def row_name() -> str:
    """What this index is called in the database: the machine and the folder."""
    return f"{socket.gethostname()[:60]}:{root()}"[:300]


def current_name() -> str:
    """The name of the index to read; empty when there is none of our shape."""
    try:
        name = (root() / "current").read_text().strip()
    except OSError:
        return ""
    return name if name.startswith(f"{SHAPE}-") and "/" not in name else ""


_lock = Lock()
_kept: dict[Path, Opened] = {}


def opened() -> Opened | None:
    """The index as last committed, or None. Costs two small reads of files when nothing changed."""
    folder, name = root(), current_name()
    if not name:
        return None
    try:
        with _lock:
            found = _kept.get(folder)
            stamp = _stamp(folder / name)
            if found is None or (found.name, found.stamp) != (name, stamp):
                found = _kept[folder] = unbroken(lambda: _open(folder, name, stamp, found))
        return found
    except (IndexBroken, OSError):
        with _lock:
            _kept.pop(folder, None)
        return None


def once_a_commit(what: Any, read: Callable[[], T]) -> T:
    """Of what cannot change without being written to the index too, as places and terms. Without an index it is read each time."""
    index = opened()
    return read() if index is None else index.keep(what, read)


def _stamp(folder: Path) -> tuple[int, int]:
    about = (folder / "meta.json").stat()
    return about.st_mtime_ns, about.st_ino


def _open(folder: Path, name: str, stamp: tuple[int, int], before: Opened | None) -> Opened:
    if before is not None and before.name == name:
        index = before.index
    else:
        index = teach(tantivy.Index.open(str(folder / name)))
        index.config_reader("manual")
    index.reload()
    searcher = index.searcher()
    token, position = read_note(index, searcher)
    kinds = frozenset(kind for kind, _count in searcher.terms_with_prefix("kind", ""))
    return Opened(name, stamp, index, searcher, token, position, kinds)


def read_note(index: tantivy.Index, searcher: Any) -> tuple[str, Position]:
    query = tantivy.Query.term_query(index.schema, "key", NOTE, "basic")
    hits = searcher.search(query, 1).hits
    if not hits:
        raise ValueError("an index without its position")
    note = json.loads(bytes(searcher.doc(hits[0][1]).get_first("note")))
    return note["token"], Position(note["tx"], note["id"])


def ask_for_rebuild(why: str) -> None:
    """Leave a word to the follower, whichever process it is."""
    folder = root()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "rebuild").write_text(why)


def lock_path() -> Path:
    """Held by the one process of the machine that writes. Beside the folder, which may be deleted at any time."""
    return root().with_name(f"{root().name}.lock")


def is_followed() -> bool:
    """True while a process holds the lock."""
    try:
        file = os.open(lock_path(), os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(file)
    return False
