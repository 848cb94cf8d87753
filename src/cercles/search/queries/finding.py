"""The site's search: results by kind, facets with true counts, excerpts; from the index, or from the database while there is none."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import tantivy
from django.db.models import Q, QuerySet

from cercles.core.text import search_key
from cercles.search.queries.asking import Asked, Asker, Seen
from cercles.search.queries.engine import Engine
from cercles.search.queries.excerpts import Excerpts, Part
from cercles.search.queries.folder import IndexBroken, Opened, ask_for_rebuild, opened
from cercles.search.queries.log import pending
from cercles.search.queries.schema import COUNTED_BY
from cercles.search.queries.sources import FacetKind, Label, Shown, Source, all_sources, facet_kinds

PAGE_SIZE = 20
SUGGESTED = 3  # of each kind, as one types
SHORT = 5  # of each kind, when all kinds are on one page


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
        counts, exact = self._counts(), dict[str, dict[str, int]]()
        if not counts["kind"] and self.words is not None:
            self.close = True
            self.words = self._words()
            counts, exact = self._counts(), counts
        kinds = counts["kind"]
        groups = [
            self._group(source, kinds[source.kind], page) for source in self.sources if self._wanted(source, kinds)
        ]
        tabs = [Group(source.key, source.label, kinds[source.kind]) for source in self.sources if source.kind in kinds]
        facets = [
            _facet(kind, counts[name], exact.get(name, {}), self.asked.chosen.get(kind.key, ""))
            for kind, name in self.fields.items()
        ]
        return Results(
            sum(group.total for group in groups), groups, tabs, facets,
            close=self.close and bool(kinds), behind=pending(self.index.position).count,
        )  # fmt: skip

    def _words(self, *, ranked: bool = True) -> tantivy.Query | None:
        return self.asker.wording.words(self.asked.text, close=self.close, ranked=ranked)

    def _query(self, words: tantivy.Query | None, *, without: str = "", kind: str | None = None) -> Seen:
        asked = self.asked if kind is None else replace(self.asked, kind=kind)
        return self.asker.query(asked, without=without, words=words)

    def _counts(self) -> dict[str, dict[str, int]]:
        """Kinds and facets, each with all that was chosen but itself: another code is one step away."""
        words = self._words(ranked=False)
        chosen = {"kind": "kind"} if self.asked.kind else {}
        chosen |= {name: kind.key for kind, name in self.fields.items() if kind.key in self.asked.chosen}
        free = [name for name in ("kind", *self.fields.values()) if name not in chosen]
        counts = self.engine.counts(self._query(words), free, worded=words is not None)
        for name, key in chosen.items():
            counts |= self.engine.counts(self._query(words, without=key), [name], worded=words is not None)
        return counts

    def _wanted(self, source: Source, kinds: dict[str, int]) -> bool:
        return source.kind in kinds and self.asked.kind in ("", source.key)

    def _group(self, source: Source, total: int, page: int) -> Group:
        most, first = (PAGE_SIZE, (page - 1) * PAGE_SIZE) if self.asked.kind else (SHORT, 0)
        ask = partial(self._query, kind=source.key)
        if self.words is None:
            ids = self.engine.ids(ask(None), most, first, order="newest")
        else:
            named = None if self.close else self.asker.wording.named(self.asked.text)
            ids = self.engine.best(ask, self.words, named, most, first)
        said, excerpts = source.said(self.reader, ids), Excerpts(self.index, self.words)
        hits = [Hit(said[pk].shown, excerpts.of(said[pk].text)) for pk in ids if pk in said]
        return Group(source.key, source.label, total - (len(ids) - len(hits)), hits)


def _facet(kind: FacetKind, counts: dict[str, int], exact: dict[str, int], chosen: str) -> Facet:
    """``exact``: of words that had to be read less strictly, what they find as they are typed under other codes of this facet: who
    chooses one of these finds that, and no more."""
    labels = kind.labels(counts)
    counts = _rolled_up(counts, labels) | {code: count for code, count in _rolled_up(exact, labels).items() if count}
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


def _rolled_up(counts: Mapping[str, int], labels: Mapping[str, Label]) -> dict[str, int]:
    """What is counted inside is counted above as well."""
    summed = Counter(counts)
    for code, label in labels.items():
        if label.parent:
            summed[label.parent] += counts.get(code, 0)
    return dict(summed)


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
    """The names or numbers that begin so, or nearly so, for the box where one types; read again like any hit."""
    sources, index = all_sources(), opened()
    if index is None or not text.strip():
        return []
    asker, engine = Asker(index, reader, sources), Engine(index)
    found: list[tuple[Source, Shown]] = []
    try:
        for words in (asker.wording.typed(text), asker.wording.nearly(text)):
            for source in sources if words is not None and not found else ():
                ids = first_named(engine, asker, source.key, words, SUGGESTED)
                said = source.said(reader, ids) if ids else {}
                found += [(source, said[pk].shown) for pk in ids if pk in said]
    except IndexBroken:
        ask_for_rebuild("a reader could not read it")
        return []
    return found[:most]


def first_named(engine: Engine, asker: Asker, kind: str, words: tantivy.Query | None, most: int) -> list[int]:
    """The first by name, those that go on before those that have ended."""
    ids: list[int] = []
    for ended in (False, True):
        if len(ids) < most:
            seen = asker.query(Asked(kind=kind), words=words, ended=ended)
            ids += engine.ids(seen, most - len(ids), order="name")
    return ids
