"""The calls that read the index: counts by code, pages in an order. Damage to its files is said as ``IndexBroken``."""

import time
from collections import Counter
from collections.abc import Callable, Collection
from functools import partial
from typing import Any, TypeVar

import tantivy

from cercles.search.queries.asking import Seen
from cercles.search.queries.folder import Opened, unbroken
from cercles.search.queries.schema import MANY, NOTHING, TAGGED

T = TypeVar("T")
Words = tantivy.Query | None
Asking = Callable[[Words], Seen]
_MOST_CODES = 2000
_KEPT_FROM_S = 0.0005
# By what a page is in order: the column, which end comes first.
ORDERS: dict[str, tuple[str | None, tantivy.Order]] = {
    "relevance": (None, tantivy.Order.Desc),
    "newest": ("at", tantivy.Order.Desc),
    "name": ("sort", tantivy.Order.Asc),
}


class Engine:
    """What takes long is said again for as long as the index stays as it is: the wide half of a question is everybody's."""

    def __init__(self, index: Opened):
        self.index, self._searcher = index, index.searcher

    def counts(self, seen: Seen, names: Collection[str], *, worded: bool = False) -> dict[str, dict[str, int]]:
        """How many by code, for each of these columns; documents without a value are not told. ``worded``: the question has words, and
        walking their lists once more costs more than the columns that hold several values."""
        count = self._aggregated if worded else self._counted
        found = {name: Counter[str]() for name in names}
        for query in filter(None, seen):
            said = self._kept(query is seen.wide, query, tuple(names), partial(count, query, names))
            for name, codes in said.items():
                found[name].update(codes)
        return {name: dict(codes.most_common()) for name, codes in found.items()}

    def _counted(self, query: tantivy.Query, names: Collection[str]) -> dict[str, dict[str, int]]:
        """Few documents have a code of the facets that hold several: only those are asked."""
        many = [name for name in names if name in MANY]
        said = self._aggregated(query, [name for name in names if name not in MANY])
        return said | self._aggregated(self._among(query, TAGGED), many)

    def _among(self, query: tantivy.Query, mark: str) -> tantivy.Query:
        borne = tantivy.Query.term_query(self.index.schema, "mark", mark, "basic")
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, borne), (tantivy.Occur.Must, query)])

    def _aggregated(self, query: tantivy.Query, names: Collection[str]) -> dict[str, dict[str, int]]:
        wanted = {name: {"terms": {"field": name, "size": _MOST_CODES}} for name in names}
        found = unbroken(lambda: self._searcher.aggregate(query, wanted)) if wanted else {}
        return {
            name: {row["key"]: row["doc_count"] for row in said["buckets"] if row["key"] != NOTHING}
            for name, said in found.items()
        }

    def ids(self, seen: Seen, most: int, first: int = 0, *, order: str = "relevance") -> list[int]:
        """``most`` objects after the ``first``, in this order."""
        return self._met(seen, most, first, order, counted=False)[1]

    def best(self, ask: Asking, words: Words, named: Words, most: int, first: int = 0) -> list[int]:
        """By relevance. Frequent words are in the name of more than a page of them (``named``): the others are not put in order to stay
        behind. ``ask`` makes the question of words that ``Wording`` made."""
        if named is not None:
            ids = self.ids(ask(named), most, first)
            if len(ids) == most:
                return ids
        return self.ids(ask(words), most, first)

    def found(self, seen: Seen, most: int) -> tuple[int, list[int]]:
        """How many, and the ``most`` best of them, from one walk."""
        return self._met(seen, most, 0, "relevance", counted=True)

    def _met(self, seen: Seen, most: int, first: int, order: str, *, counted: bool) -> tuple[int, list[int]]:
        if seen.narrow is None:
            total, met = self._hits(seen.wide, True, most, first, order, counted)
            return total, [pk for _value, pk in met]
        total, both = 0, list[tuple[Any, int]]()
        for query in (seen.wide, seen.narrow):
            many, met = self._hits(query, query is seen.wide, first + most, 0, order, counted)
            total, both = total + many, both + met
        both.sort(key=lambda hit: hit[0], reverse=ORDERS[order][1] == tantivy.Order.Desc)
        return total, [pk for _value, pk in both[first : first + most]]

    def _hits(
        self, query: tantivy.Query, wide: bool, most: int, first: int, order: str, counted: bool
    ) -> tuple[int, list[tuple[Any, int]]]:
        column, way = ORDERS[order]

        def asked() -> tuple[int, list[tuple[Any, int]]]:
            met = unbroken(
                lambda: self._searcher.search(
                    query, most, count=counted, offset=first, order_by_field=column, order=way
                )
            )
            ids = unbroken(lambda: self._searcher.fast_field_values("pk", [address for _value, address in met.hits]))
            return met.count or 0, [(value, pk) for (value, _address), pk in zip(met.hits, ids, strict=True)]

        return self._kept(wide, query, (order, most, first, counted), asked)

    def _kept(self, wide: bool, query: tantivy.Query, what: Any, ask: Callable[[], T]) -> T:
        if not wide:
            return ask()
        kept, name = self.index.kept, (repr(query), what)
        if name in kept:
            return kept[name]
        begun = time.perf_counter()
        found = ask()
        if time.perf_counter() - begun > _KEPT_FROM_S:
            return self.index.keep(name, lambda: found)
        return found
