"""The same questions put to SQLite's FTS5 and to PostgreSQL's full-text search, on the same words of the same organisations.

Both are given the stems that our analyzer makes, so that what differs is the engine and not the language: a word is found by its stem
anywhere, or at the beginning of a word of the name. Audience, département and counts are columns beside. Nobody would build a site
so; it is what makes their answers comparable with ours, one by one.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FACETS = ("category", "area", "activity", "theme")
_COLUMNS = ("pk", "audience", "category", "area", "activity")


@dataclass(frozen=True)
class Question:
    """Words, a département or nothing, and the strings the reader holds."""

    words: str
    area: str
    held: tuple[str, ...]


@dataclass(frozen=True)
class Told:
    """What every engine must agree on."""

    total: int
    counts: dict[str, dict[str, int]]


def documents() -> Iterator[tuple[tuple[Any, ...], list[str]]]:
    """A row each: its columns, its stems, the words of its name; and its themes."""
    from cercles.organisations.adapters.documents import Bulk
    from cercles.search.queries.schema import stems
    from cercles.search.queries.spelling import spelt

    read, last = Bulk(), 0
    while piece := read(last, 2000):
        for pk, document in piece:
            one = {name: next(iter(document.facets[name]), "") for name in ("category", "area", "activity")}
            text = " ".join(stems(f"{document.title} · {document.text}"))
            row = (pk, *document.audience, *one.values(), text, spelt(document.names))
            if not document.ended:
                yield row, list(document.facets["theme"])
        last = piece[-1][0]


def _pieces(words: str) -> list[tuple[str, str]]:
    """Stem, and word as it begins names."""
    from cercles.core.text import search_key
    from cercles.search.queries.schema import stems

    return [(stems(word)[0], search_key(word)) for word in words.split()]


def _counting(table: str, themes: str) -> str:
    """One statement that reads the hits once, then counts them by each facet."""
    ones = [f"SELECT '{name}', {name}, COUNT(*) FROM hits WHERE {name} != '' GROUP BY 2" for name in FACETS[:3]]
    theme = f"SELECT 'theme', t.code, COUNT(*) FROM hits JOIN {themes} t ON t.pk = hits.pk GROUP BY 2"
    return " UNION ALL ".join(["SELECT 'total', '', COUNT(*) FROM hits", *ones, theme])


def _told(rows: Iterable[tuple[str, str, int]]) -> Told:
    counts: dict[str, dict[str, int]] = {name: {} for name in ("total", *FACETS)}
    for name, code, count in rows:
        counts[name][code] = count
    return Told(counts.pop("total").get("", 0), counts)


class Fts5:
    """A table of its own file: contentless words, columns in an ordinary table."""

    def __init__(self, path: Path):
        self.link = sqlite3.connect(path)
        self.link.execute("PRAGMA cache_size = -200000")

    def fill(self) -> None:
        link = self.link
        link.executescript("""CREATE VIRTUAL TABLE words USING fts5(stems, names, content='', prefix='3 5',
                tokenize="unicode61 remove_diacritics 0");
            CREATE TABLE org (pk INTEGER PRIMARY KEY, audience TEXT, category TEXT, area TEXT, activity TEXT);
            CREATE TABLE theme (pk INTEGER, code TEXT, PRIMARY KEY (pk, code)) WITHOUT ROWID;""")
        for row, themes in documents():
            link.execute("INSERT INTO org VALUES (?, ?, ?, ?, ?)", row[:5])
            link.execute("INSERT INTO words (rowid, stems, names) VALUES (?, ?, ?)", (row[0], row[5], row[6]))
            link.executemany("INSERT INTO theme VALUES (?, ?)", [(row[0], code) for code in themes])
        link.execute("INSERT INTO words (words) VALUES ('optimize')")
        link.executescript("CREATE INDEX org_area ON org (area); ANALYZE;")
        link.commit()

    def ask(self, asked: Question) -> tuple[Told, list[int]]:
        match = " AND ".join(f'(stems:"{stem}" OR names:"{word}"*)' for stem, word in _pieces(asked.words))
        marks = ",".join("?" * len(asked.held))
        where = f"words MATCH ? AND org.audience IN ({marks})" + (" AND org.area = ?" if asked.area else "")
        source = "FROM words JOIN org ON org.pk = words.rowid WHERE " + where
        values = [match, *asked.held, *([asked.area] if asked.area else [])]
        columns = ", ".join(f"org.{name}" for name in _COLUMNS)
        hits = f"WITH hits AS MATERIALIZED (SELECT {columns} {source}) "
        rows = self.link.execute(hits + _counting("org", "theme"), values).fetchall()
        best = self.link.execute(f"SELECT org.pk {source} ORDER BY rank LIMIT 20", values).fetchall()
        return _told(rows), [row[0] for row in best]


class PostgreSQL:
    """Two ``tsvector`` columns and their GIN indexes, in tables of their own."""

    def __init__(self, address: str):
        import psycopg

        self.link = psycopg.connect(address, autocommit=True)

    def fill(self) -> None:
        link = self.link
        link.execute("DROP TABLE IF EXISTS peer_theme, peer_org")
        link.execute("""CREATE TABLE peer_org (pk bigint PRIMARY KEY, audience text, category text, area text, activity text,
            stems tsvector, names tsvector)""")
        link.execute("CREATE TABLE peer_theme (pk bigint, code text, PRIMARY KEY (pk, code))")
        tagged = []
        with link.cursor().copy("COPY peer_org FROM STDIN") as copy:
            for row, themes in documents():
                words = [
                    " ".join(f"'{word}'" for word in sorted({*text.replace("'", "").replace("\\\\", "").split()}))
                    for text in row[5:]
                ]
                copy.write_row((*row[:5], *words))
                tagged += [(row[0], code) for code in themes]
        with link.cursor().copy("COPY peer_theme FROM STDIN") as copy:
            for pair in tagged:
                copy.write_row(pair)
        for column in ("stems", "names"):
            link.execute(f"CREATE INDEX ON peer_org USING gin ({column})")
        link.execute("CREATE INDEX ON peer_org (area)")
        link.execute("VACUUM ANALYZE peer_org, peer_theme")

    def ask(self, asked: Question) -> tuple[Told, list[int]]:
        pieces = _pieces(asked.words)
        where = [f"(stems @@ '{stem}'::tsquery OR names @@ '''{word}'':*'::tsquery)" for stem, word in pieces]
        where.append("audience = ANY(%s)")
        where += ["area = %s"] if asked.area else []
        source = f"FROM peer_org WHERE {' AND '.join(where)}"
        values = [list(asked.held), *([asked.area] if asked.area else [])]
        hits = f"WITH hits AS MATERIALIZED (SELECT {', '.join(_COLUMNS)} {source}) "
        rows = self.link.execute(hits + _counting("peer_org", "peer_theme"), values).fetchall()
        rank = " & ".join(f"'{stem}'" for stem, _word in pieces)
        order = f"ORDER BY ts_rank(stems, $q${rank}$q$::tsquery) DESC LIMIT 20"
        return _told(rows), [row[0] for row in self.link.execute(f"SELECT pk {source} {order}", values).fetchall()]
