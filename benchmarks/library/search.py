"""How fast what documents say is found, beside SQLite's FTS5 on the same texts and the same questions; totals are compared.

    python -m benchmarks.library.search --home DIR [--rounds 15] [--out FILE] [--write]

The home is filled by ``benchmarks.library.fill``. One answer is the total and the twenty best that the reader may see, in all circles
or within one. Milliseconds of this thread's processor (``cpu``) and of wall clock. FTS5 is given the stems that our analyzer makes, the
words of titles, and audience and circle as columns beside. ``--write`` puts the table in docs/performance.md.
"""

import argparse
import json
import os
import sqlite3
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.directory.search import at, timed
from benchmarks.directory.search_table import put
from benchmarks.instance import set_up
from benchmarks.report import table

WORDS = (
    "insertion", "solidarité", "mobilité", "insertion logement", "économie circulaire réemploi", "théâtre", "biodiversité vélo",
    "musique 2019", "jardin", "montargis",
)  # fmt: skip
_PAGE = Path(__file__).resolve().parents[2] / "docs/performance.md"
_PIECE = 1_000


class Question(NamedTuple):
    words: str
    inside: str
    held: tuple[str, ...]


def readers() -> dict[str, Any]:
    from django.contrib.auth.models import AnonymousUser

    from cercles.core.audience import HELD
    from cercles.people.models import User

    member = User(pk=1)
    setattr(member, HELD, frozenset({"public", "network", *(f"circle:{pk}" for pk in range(1, 21))}))
    return {"visitor": AnonymousUser(), "member of 20 circles": member}


def ours(reader: Any, asked: Question, *, fresh: bool) -> tuple[int, list[int]]:
    """``fresh``: nothing is kept of an earlier question."""
    from cercles.library.adapters.showing import sources
    from cercles.search.queries.asking import Asked, Asker
    from cercles.search.queries.engine import Engine
    from cercles.search.queries.folder import opened

    index = opened()
    if fresh:
        index.kept.clear()
    (source,) = sources()
    asker, engine = Asker(index, reader, [source]), Engine(index)

    words = asker.wording.words(asked.words)
    return engine.found(asker.query(Asked(kind=source.key), words=words, inside=asked.inside), 20)


class Fts5:
    """A table of its own file: contentless words, columns in an ordinary table."""

    def __init__(self, path: Path):
        filled = path.exists()
        self.link = sqlite3.connect(path)
        self.link.execute("PRAGMA cache_size = -200000")
        if not filled:
            self._fill()

    def _fill(self) -> None:
        from cercles.library.adapters.showing import document, findable
        from cercles.search.queries.schema import stems
        from cercles.search.queries.spelling import spelt

        self.link.executescript("""CREATE VIRTUAL TABLE words USING fts5(stems, names, content='', prefix='3 5',
                tokenize="unicode61 remove_diacritics 0");
            CREATE TABLE doc (pk INTEGER PRIMARY KEY, audience TEXT, inside TEXT);""")
        for row in findable().order_by("pk").iterator(chunk_size=_PIECE):
            made = document(row)
            self.link.execute("INSERT INTO doc VALUES (?, ?, ?)", (row.pk, row.audience, made.inside))
            said = (row.pk, " ".join(stems(f"{made.title} · {made.text}")), spelt(made.names))
            self.link.execute("INSERT INTO words (rowid, stems, names) VALUES (?, ?, ?)", said)
        self.link.execute("INSERT INTO words (words) VALUES ('optimize')")
        self.link.executescript("CREATE INDEX doc_inside ON doc (inside); ANALYZE;")
        self.link.commit()

    def ask(self, asked: Question) -> tuple[int, list[int]]:
        from benchmarks.directory.peers import _pieces

        match = " AND ".join(f'(stems:"{stem}" OR names:"{word}"*)' for stem, word in _pieces(asked.words))
        marks = ",".join("?" * len(asked.held))
        where = f"words MATCH ? AND doc.audience IN ({marks})" + (" AND doc.inside = ?" if asked.inside else "")
        source = f"FROM words JOIN doc ON doc.pk = words.rowid WHERE {where}"
        values = [match, *asked.held, *([asked.inside] if asked.inside else [])]
        total = self.link.execute(f"SELECT COUNT(*) {source}", values).fetchone()[0]
        best = self.link.execute(f"SELECT doc.pk {source} ORDER BY rank LIMIT 20", values).fetchall()
        return total, [row[0] for row in best]


def measure(home: Path, rounds: int) -> list[dict[str, Any]]:
    """Each engine is asked all the questions, then the other: the whole table that FTS5 reads would leave nothing of ours in the
    processor's caches."""
    peer, asked, lines = Fts5(home / "documents-fts5.sqlite3"), questions(), []

    def ask(name: str, way: Callable[[], tuple[int, list[int]]], where: str) -> tuple[int, int]:
        wall, cpu, (total, ids) = timed(way)
        lines.append({"where": where, "engine": name, "wall": wall, "cpu": cpu})
        return total, len(ids)

    for _round in range(rounds):
        found = []
        for reader, one, where in asked:
            found.append(ask("ours, first", partial(ours, reader, one, fresh=True), where))
            ask("ours, again", partial(ours, reader, one, fresh=False), where)
        for (_reader, one, where), said in zip(asked, found, strict=True):
            if ask("FTS5", partial(peer.ask, one), where) != said:
                raise RuntimeError(f"the engines do not find the same for {one}")
    return lines


def questions() -> list[tuple[Any, Question, str]]:
    from cercles.core.audience import audience_of

    places = {"all circles": "", "one circle of many documents": "circle:1", "one circle": "circle:15"}
    return [
        (reader, Question(words, inside, tuple(sorted(audience_of(reader)))), where)
        for reader in readers().values()
        for where, inside in places.items()
        for words in WORDS
    ]


def summary(lines: list[dict[str, Any]]) -> list[list[str]]:
    rows = []
    for where in ("every question", *dict.fromkeys(line["where"] for line in lines)):
        chosen = [line for line in lines if where in ("every question", line["where"])]
        first: float = 0
        for name in ("ours, first", "ours, again", "FTS5"):
            cpu, wall = ([line[unit] for line in chosen if line["engine"] == name] for unit in ("cpu", "wall"))
            told = [at(values, share) for values in (cpu, wall) for share in (0.5, 0.95)]
            first = first or told[1]
            rows.append([where, name, str(len(cpu)), *(f"{value:.2f}" for value in told), f"{told[1] / first:.1f}"])
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    os.environ.pop("DATABASE_URL", None)
    set_up(args.home)
    from cercles.library.models import CircleDocument
    from cercles.search.queries.folder import opened

    if opened() is None:
        raise SystemExit("There is no index: cercles index --rebuild")
    rows, index = summary(measure(args.home, args.rounds)), opened()
    load = os.getloadavg()[0]
    heads = ["questions", "engine", "asked", "processor p50 ms", "p95", "wall p50 ms", "p95", "× ours (processor p95)"]
    held, indexed = (f"{n:,}".replace(",", " ") for n in (CircleDocument.objects.count(), index.searcher.num_docs - 1))
    told = f"{held} documents, among the {indexed} of an index in {index.searcher.num_segments} segments; load average {load:.1f}."
    told += f"\n\n{table(heads, rows)}"
    print(told)
    if args.out:
        args.out.write_text(json.dumps(rows, ensure_ascii=False, indent=1))
    if args.write:
        _PAGE.write_text(put(_PAGE.read_text(), "library-search", told))


if __name__ == "__main__":
    main()
