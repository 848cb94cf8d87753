"""What a file has already said, kept on disk: the same memory for a hundred rows and for ten million, and found again after a kill.

A key is kept with the line that said it first, so that a row read twice agrees with itself; nothing has to be read again from the
beginning when an import is taken up. The file lives beside that of the import and goes with it.
"""

import hashlib
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType

Key = tuple[str, str]
_CACHE_KB = 16_384


class Keys:
    """``first_lines([(key, line)…])``: who said each key first. Write-ahead logged: a kill at any moment leaves it whole."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._link = self._open()
        except (
            sqlite3.DatabaseError
        ):  # not one of ours, or damaged: without it a row said twice is written twice, no more
            path.unlink(missing_ok=True)
            self._link = self._open()

    def _open(self) -> sqlite3.Connection:
        link = sqlite3.connect(self._path, isolation_level=None, timeout=20)
        link.execute("PRAGMA journal_mode = WAL")
        link.execute("PRAGMA synchronous = NORMAL")
        link.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
        link.execute("CREATE TABLE IF NOT EXISTS said (key INTEGER PRIMARY KEY, line INTEGER NOT NULL)")
        return link

    def first_lines(self, said: Sequence[tuple[Key, int]]) -> dict[Key, int]:
        """By key, the first line of the file that says it, among all that was ever given here."""
        numbers = {key: _number(key) for key, _line in said}
        lines: dict[int, int] = {}
        for key, line in said:
            lines.setdefault(numbers[key], line)
        self._link.execute("BEGIN IMMEDIATE")
        before = self._link.total_changes
        self._link.executemany("INSERT OR IGNORE INTO said (key, line) VALUES (?, ?)", lines.items())
        if self._link.total_changes - before != len(lines):
            for piece in _pieces(list(lines), 500):
                marks = ", ".join("?" * len(piece))
                lines.update(self._link.execute(f"SELECT key, line FROM said WHERE key IN ({marks})", piece))
        self._link.execute("COMMIT")
        return {key: lines[number] for key, number in numbers.items()}

    @staticmethod
    def forget(path: Path) -> None:
        """The import is over."""
        for end in ("", "-wal", "-shm"):
            path.with_name(path.name + end).unlink(missing_ok=True)

    def __enter__(self) -> "Keys":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._link.close()


def _number(key: Key) -> int:
    """64 bits of a hash: among ten million keys, two meet by chance once in 370 000 imports."""
    return int.from_bytes(hashlib.blake2b("\0".join(key).encode(), digest_size=8).digest(), "big", signed=True)


def _pieces(items: list[int], size: int) -> Iterable[list[int]]:
    return (items[start : start + size] for start in range(0, len(items), size))
