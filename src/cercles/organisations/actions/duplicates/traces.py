"""The keys of the pages in a file of its own, where SQLite groups them: the directory needs no index for it and is not locked."""

import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path
from types import TracebackType

from django.conf import settings

from cercles.organisations.enums import Fact

MOST = 6  # a key that more pages share tells nothing: the house of associations, a name that every commune has
_NUMBERS = {fact: number for number, fact in enumerate(Fact)}
_FACTS = {number: fact for fact, number in _NUMBERS.items()}


class Traces:
    """Pages by their keys, then pairs of pages by their facts. The file is gone at the end, even after an accident of ours."""

    def __enter__(self) -> "Traces":
        Path(settings.MEDIA_ROOT).mkdir(parents=True, exist_ok=True)
        self._folder = tempfile.TemporaryDirectory(prefix=".doublons-", dir=settings.MEDIA_ROOT)
        self._base = sqlite3.connect(Path(self._folder.name) / "traces.sqlite3", isolation_level=None)
        self._base.executescript(
            """
            PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;
            CREATE TABLE trace (fact INTEGER, key INTEGER, page INTEGER);
            CREATE TABLE pair (first INTEGER, second INTEGER, fact INTEGER);
            """
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._base.close()
        self._folder.cleanup()

    def add(self, found: Iterable[tuple[Fact, int, int]]) -> None:
        """Facts, keys and ids of pages."""
        self._insert("trace", ((_NUMBERS[fact], key, page) for fact, key, page in found))

    def pair_up(self) -> int:
        """Put side by side the pages that share a key; gives how many keys too many pages share."""
        groups = self._base.execute(
            "SELECT fact, group_concat(page) FROM trace GROUP BY fact, key HAVING count(*) BETWEEN 2 AND ?", (MOST,)
        )
        self._insert("pair", _pairs(groups))
        (large,) = self._base.execute(
            "SELECT count(*) FROM (SELECT 1 FROM trace GROUP BY fact, key HAVING count(*) > ?)", (MOST,)
        ).fetchone()
        return int(large)

    def pairs(self) -> Iterator[tuple[int, int, list[Fact]]]:
        """Each pair once, the smaller id first, with what it shares."""
        found = self._base.execute("SELECT first, second, group_concat(DISTINCT fact) FROM pair GROUP BY first, second")
        for first, second, facts in found:
            yield first, second, [_FACTS[int(number)] for number in facts.split(",")]

    def _insert(self, table: str, rows: Iterable[tuple[int, int, int]]) -> None:
        self._base.execute("BEGIN")
        self._base.executemany(f"INSERT INTO {table} VALUES (?, ?, ?)", rows)
        self._base.execute("COMMIT")


def _pairs(groups: Iterable[tuple[int, str]]) -> Iterator[tuple[int, int, int]]:
    for fact, pages in groups:
        for first, second in combinations(sorted(map(int, pages.split(","))), 2):
            yield first, second, fact
