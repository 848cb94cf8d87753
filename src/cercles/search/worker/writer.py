"""Objects into the index, in pieces: what changed is deleted, then written as the database has it now."""

import gc
import json
import logging
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import tantivy
from django.db.models import QuerySet

from cercles.search.queries.log import Position, Row
from cercles.search.queries.schema import NOTE, key_of, noted, written
from cercles.search.queries.sources import Source, all_sources
from cercles.search.worker.neighbours import Neighbours

log = logging.getLogger(__name__)
PIECE = 500
BULK = 2000
WIDE = 50  # ids in a row: from there on they are read together, as a rebuild reads them
_LAST_ID = 2**63 - 1
_HEAP = 50_000_000
_WIDE_HEAP, _THREADS = 120_000_000, 2


class Writer:
    """The one writer of an index. Nothing counts before ``commit``, which also says how far the log was read."""

    def __init__(self, index: tantivy.Index, *, wide: bool = False):
        """``wide``: for everything, as fast as the machine can."""
        self.index = index
        self._writer = index.writer(_WIDE_HEAP, _THREADS) if wide else index.writer(_HEAP, 1)
        self._sources = {source.kind: source for source in all_sources()}
        self._add_json: Callable[[str], object] = self._writer.add_json

    def apply(self, rows: Iterable[Row]) -> None:
        """Read again everything these changes name, each object once."""
        named: dict[str, list[tuple[int, int]]] = {}
        for row in rows:
            if row.kind in self._sources:
                named.setdefault(row.kind, []).append((row.first_id, row.last_id))
                self._carried_by(row, named)
        for kind, ranges in named.items():
            source, whole = self._sources[kind], joined(ranges)
            wide = [(first, last) for first, last in whole if last - first >= WIDE]
            for first, last in wide:
                self._range(source, first, last)
            self._some(source, [pk for first, last in whole if last - first < WIDE for pk in range(first, last + 1)])

    def _carried_by(self, row: Row, named: dict[str, list[tuple[int, int]]]) -> None:
        """What it carries is read by its readers."""
        for source in self._sources.values():
            ids = source.carried(row.kind, row.first_id, row.last_id) if source.carried else ()
            if ids:
                named.setdefault(source.kind, []).extend((pk, pk) for pk in ids)

    def everything(self) -> Iterator[int]:
        """Write every object of every source into a new index; gives how many were written at each step."""
        gc.disable()  # else the collector walks the whole site again every few thousand rows: a quarter of the time
        neighbours = Neighbours(self._writer.add_json)
        self._add_json = neighbours.put
        try:
            for source in self._sources.values():
                yield from self._bulk(source) if source.bulk else self._one_by_one(source)
            neighbours.end()
        finally:
            self._add_json = self._writer.add_json
            gc.enable()

    def _one_by_one(self, source: Source, after: int = 0, until: int = _LAST_ID) -> Iterator[int]:
        for piece in pieces(source.objects().filter(pk__lte=until), after):
            yield self._add(source, piece)

    def _bulk(self, source: Source, after: int = 0, until: int = _LAST_ID) -> Iterator[int]:
        """Many at a time. What cannot be read so is read one by one: one object keeps nobody else out."""
        read = source.bulk()  # type: ignore[misc]
        while after < until:
            try:
                piece = read(after, min(BULK, until - after))  # no more than there are ids left
            except Exception:
                log.exception("%s after %s are read one by one", source.kind, after)
                yield from self._one_by_one(source, after, until)
                return
            for pk, document in piece:
                if pk <= until:
                    self._add_json(written(source.kind, pk, document))
            if not piece:
                return
            after = piece[-1][0]
            yield len(piece)

    def commit(self, token: str, position: Position) -> None:
        self._writer.delete_documents_by_term("key", NOTE)
        self._writer.add_document(noted(json.dumps({"token": token, "tx": position.tx, "id": position.id}).encode()))
        self._writer.commit()

    def close(self) -> None:
        """Let the merges end; the writer is of no use afterwards."""
        self._writer.wait_merging_threads()

    def _some(self, source: Source, ids: list[int]) -> None:
        for start in range(0, len(ids), PIECE):
            piece = ids[start : start + PIECE]
            for pk in piece:
                self._writer.delete_documents_by_term("key", key_of(source.kind, pk))
            self._add(source, source.objects().filter(pk__in=piece).order_by("pk"))

    def _range(self, source: Source, first: int, last: int) -> None:
        schema = self.index.schema
        kind = tantivy.Query.term_query(schema, "kind", source.kind, "basic")
        ids = tantivy.Query.range_query(schema, "pk", tantivy.FieldType.Unsigned, first, last)
        both = [(tantivy.Occur.Must, kind), (tantivy.Occur.Must, ids)]
        self._writer.delete_documents_by_query(tantivy.Query.boolean_query(both))
        read = self._bulk if source.bulk else self._one_by_one
        for _count in read(source, first - 1, last):
            pass

    def _add(self, source: Source, objects: Iterable[Any]) -> int:
        """One object that cannot be read keeps nobody else out of the index."""
        count = 0
        for obj in objects:
            try:
                made = written(source.kind, obj.pk, source.document(obj))
            except Exception:
                log.exception("%s %s cannot be indexed", source.kind, obj.pk)
                continue
            self._add_json(made)
            count += 1
        return count


def joined(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same ids, each once: a load that renames ten places says ten times « all organisations »."""
    found: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def pieces(objects: QuerySet, after: int = 0) -> Iterator[list[Any]]:
    """By ascending id, each piece a short read: nothing stays open between two."""
    last = after
    while piece := list(objects.filter(pk__gt=last).order_by("pk")[:PIECE]):
        yield piece
        last = piece[-1].pk
