"""The site's search: results by kind, facets with true counts, excerpts; from the index, or from the database while there is none."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import tantivy
from django.db.models import Q, QuerySet

from cercles.core.text import search_key
from cercles.search.queries.asking import Asked, Asker
from cercles.search.queries.excerpts import Excerpts, Part
from cercles.search.queries.folder import IndexBroken, Opened, ask_for_rebuild, opened, unbroken
from cercles.search.queries.log import pending
from cercles.search.queries.schema import COUNTED_BY
from cercles.search.queries.sources import FacetKind, Shown, Source, all_sources, facet_kinds

PAGE_SIZE = 20
SUGGESTED = 3  # of each kind, as one types
SHORT = 5  # of each kind, when all kinds are on one page
_MOST_CODES = 2000


@dataclass(frozen=True)
class Hit:
    shown: Shown
    excerpt: Sequence[Part] = ()


@dataclass(frozen=True)
class Group:
    """One kind of results: how many the reader may see, and the first of them."""

    key: str
    label: Any
    total: int
    hits: Sequence[Hit] = ()

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The hits as plain values."""
        return [{**vars(hit.shown), "excerpt": tuple(map(tuple, hit.excerpt))} for hit in self.hits]


@dataclass(frozen=True)
class Choice:
    """One code of a facet, and how many results it would leave."""

    code: str
    label: str
    count: int
    chosen: bool
    inside: bool = False


@dataclass(frozen=True)
class Facet:
    kind: FacetKind
    choices: Sequence[Choice]
    chosen: bool


@dataclass(frozen=True)
class Results:
    """``tabs`` counts every kind whatever kind is chosen. ``behind``: changes the index has still to read; None without an index."""

    total: int = 0
    groups: Sequence[Group] = ()
    tabs: Sequence[Group] = ()
    facets: Sequence[Facet] = field(default_factory=list)
    close: bool = False
    behind: int | None = 0


class Engine:
    """The calls that read the index's files: damage is said as ``IndexBroken``."""

    def __init__(self, index: Opened):
        self.index, self._searcher = index, index.searcher

    def counts(self, query: tantivy.Query, names: Iterable[str]) -> dict[str, dict[str, int]]:
        wanted = {name: {"terms": {"field": name, "size": _MOST_CODES}} for name in names}
        found = unbroken(lambda: self._searcher.aggregate(query, wanted)) if wanted else {}
        return {name: {row["key"]: row["doc_count"] for row in said["buckets"]} for name, said in found.items()}

    def found(self, query: tantivy.Query, most: int) -> tuple[int, list[int]]:
        """How many, and the ids of the best ``most`` of them."""
        found = unbroken(lambda: self._searcher.search(query, most, count=True))
        return found.count, self._ids(found)

    def _ids(self, found: Any) -> list[int]:
        return unbroken(lambda: self._searcher.fast_field_values("pk", [address for _score, address in found.hits]))

    def ids(self, query: tantivy.Query, most: int, first: int = 0, *, newest: bool = False) -> list[int]:
        """The best first; without words, the newest first."""
        order = {"order_by_field": "at"} if newest else {}
        found = unbroken(lambda: self._searcher.search(query, most, count=False, offset=first, **order))
        return self._ids(found)


def find(reader: Any, asked: Asked, page: int = 1) -> Results:
    """What the reader may see of what she asks. The number of queries does not depend on how many are found: each kind that is found
    is read by its own (two for sheets, with their organisations), and five name the values of the facets."""
    sources = all_sources()
    if asked.kind not in {source.key for source in sources}:
        asked = replace(asked, kind="")
    known = {kind.key for kind in facet_kinds()}
    asked = replace(asked, filters={name: code for name, code in asked.chosen.items() if name in known})
    index = opened()
    if index is not None:
        try:
            return _Finding(index, reader, asked, sources).results(page)
        except IndexBroken:
            ask_for_rebuild("a reader could not read it")
    return by_names(reader, asked, sources, page)


class _Finding:
    """One search in the index."""

    def __init__(self, index: Opened, reader: Any, asked: Asked, sources: list[Source]):
        self.index, self.reader, self.asked, self.sources = index, reader, asked, sources
        self.engine, self.asker = Engine(index), Asker(index, reader, sources)
        self.fields = {kind: COUNTED_BY.get(kind.key, kind.key) for kind in facet_kinds()}
        self.close = False
        self.words = self._words()

    def results(self, page: int) -> Results:
        counts = self._counts()
        if not counts["kind"] and self.words is not None:
            self.close = True
            self.words = self._words()
            counts = self._counts()
        kinds = counts["kind"]
        groups = [
            self._group(source, kinds[source.kind], page) for source in self.sources if self._wanted(source, kinds)
        ]
        tabs = [Group(source.key, source.label, kinds[source.kind]) for source in self.sources if source.kind in kinds]
        facets = [_facet(kind, counts[name], self.asked.chosen.get(kind.key, "")) for kind, name in self.fields.items()]
        return Results(
            sum(group.total for group in groups), groups, tabs, facets,
            close=self.close and bool(kinds), behind=pending(self.index.position).count,
        )  # fmt: skip

    def _words(self) -> tantivy.Query | None:
        return self.asker.words(self.asked.text, close=self.close) if self.asked.text.strip() else None

    def _query(self, *, without: str = "", kind: str | None = None) -> tantivy.Query:
        asked = self.asked if kind is None else replace(self.asked, kind=kind)
        return self.asker.query(asked, without=without, words=self.words)

    def _counts(self) -> dict[str, dict[str, int]]:
        """Kinds and facets, each with all that was chosen but itself: another code is one step away."""
        chosen = {"kind": "kind"} if self.asked.kind else {}
        chosen |= {name: kind.key for kind, name in self.fields.items() if kind.key in self.asked.chosen}
        free = [name for name in ("kind", *self.fields.values()) if name not in chosen]
        counts = self.engine.counts(self._query(), free)
        for name, key in chosen.items():
            counts |= self.engine.counts(self._query(without=key), [name])
        return counts

    def _wanted(self, source: Source, kinds: dict[str, int]) -> bool:
        return source.kind in kinds and self.asked.kind in ("", source.key)

    def _group(self, source: Source, total: int, page: int) -> Group:
        most, first = (PAGE_SIZE, (page - 1) * PAGE_SIZE) if self.asked.kind else (SHORT, 0)
        ids = self.engine.ids(self._query(kind=source.key), most, first, newest=self.words is None)
        said, excerpts = source.said(self.reader, ids), Excerpts(self.index, self.words)
        hits = [Hit(said[pk].shown, excerpts.of(said[pk].text)) for pk in ids if pk in said]
        return Group(source.key, source.label, total - (len(ids) - len(hits)), hits)


def _facet(kind: FacetKind, counts: dict[str, int], chosen: str) -> Facet:
    labels = kind.labels(counts)
    opened_at = {chosen, labels[chosen].parent if chosen in labels else chosen} - {""}
    rows = [
        Choice(code, labels[code].text, count, code == chosen, bool(labels[code].parent))
        for code, count in counts.items()
        if code in labels and (not labels[code].parent or labels[code].parent in opened_at)
    ]
    rows.sort(key=lambda row: (-row.count, search_key(row.label)))
    if not any(row.inside for row in rows):
        return Facet(kind, rows, bool(chosen))
    inside = [row for row in rows if row.inside]
    ordered = [row for row in rows if not row.inside]
    at = next((n for n, row in enumerate(ordered) if row.code in opened_at), len(ordered) - 1)
    return Facet(kind, [*ordered[: at + 1], *inside, *ordered[at + 1 :]], bool(chosen))


def by_names(reader: Any, asked: Asked, sources: list[Source], page: int) -> Results:
    """While there is no index: the beginnings of words of names, from the database, without facets."""
    groups = []
    for source in sources:
        if asked.kind in ("", source.key) and asked.text.strip() and _has_key(source):
            found = named_like(source.of(reader), asked.text)
            first, most = ((page - 1) * PAGE_SIZE, PAGE_SIZE) if asked.kind else (0, SHORT)
            hits = [Hit(source.shown(row)) for row in found.order_by("search_key", "pk")[first : first + most]]
            groups.append(Group(source.key, source.label, found.count(), hits))
    groups = [group for group in groups if group.total]
    return Results(sum(group.total for group in groups), groups, groups, behind=None)


def _has_key(source: Source) -> bool:
    return any(column.name == "search_key" for column in source.model._meta.get_fields())


def named_like(found: QuerySet, text: str) -> QuerySet:
    query = Q()
    for word in search_key(text).split():
        query &= Q(search_key__startswith=word) | Q(search_key__contains=f" {word}")
    return found.filter(query)


def suggest(reader: Any, text: str, most: int = 8) -> list[tuple[Source, Shown]]:
    """The names that begin so, for the box where one types; read again like any hit."""
    sources, index = all_sources(), opened()
    if index is None or not text.strip():
        return []
    asker, found = Asker(index, reader, sources), []
    words = asker.begins(text)
    try:
        for source in sources:
            ids = Engine(index).ids(asker.query(Asked(kind=source.key), words=words), SUGGESTED)
            said = source.said(reader, ids) if ids else {}
            found += [(source, said[pk].shown) for pk in ids if pk in said]
    except IndexBroken:
        ask_for_rebuild("a reader could not read it")
        return []
    return found[:most]
