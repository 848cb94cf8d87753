"""What the directory answers: how many, one page, and the counts of every filter, from the search index.

    found = answer(reader, "ressourcerie", Filters(territory="departement:45"))

None when there is no index to answer: the database does then, by names alone.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

import tantivy

from cercles.core.text import search_key
from cercles.organisations.models import Organisation
from cercles.organisations.queries.filters import EVERYTHING, Filters
from cercles.organisations.queries.values import ACTIVE, ANY_STATE, ENDED, Counts, Value, as_typed, told
from cercles.organisations.queries.words import names_of
from cercles.search.queries.asking import Asked, Asker, Seen
from cercles.search.queries.engine import Engine
from cercles.search.queries.finding import first_named
from cercles.search.queries.folder import IndexBroken, Opened, ask_for_rebuild, opened
from cercles.search.queries.log import pending_of
from cercles.search.queries.sources import all_sources
from cercles.territories.enums import TerritoryKind

KIND = Organisation._meta.label_lower
PAGE_SIZE = 20
LAST_PAGE = 100  # further, one narrows the list: putting ten thousand names in order takes half a second
# The filters, and the column that counts their values.
FIELDS = {
    "state": "state", "category": "category", "territory": "area", "activity": "activity",
    "theme": "theme", "sdg": "sdg", "model": "model",
}  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """``ids``: those of the page, in its order. ``facets``: every filter's values, counted with all the other filters on.

    ``close``: nothing holds the words as typed, this is what comes near. ``behind``: changes of organisations that the index has
    still to read. ``reached``: how many of ``total`` one may page through.
    """

    total: int
    ids: list[int]
    facets: Mapping[str, list[Value]] = field(default_factory=dict)
    close: bool = False
    behind: int = 0

    @property
    def reached(self) -> int:
        return min(self.total, LAST_PAGE * PAGE_SIZE)


def answer(reader: Any, text: str, filters: Filters, page: int = 1, order: str = "") -> Answer | None:
    """From the index as it was last written; None without one. ``order``: ``name`` or ``relevance``; empty, by relevance when there are
    words."""
    return read_index(lambda index: Answering(index, reader, text, filters).answer(Part(page, order=order)))


def answer_ids(reader: Any, text: str, filters: Filters, size: int, page: int = 1) -> tuple[int, list[int]] | None:
    """How many, and a page of them by name, without the counts of the filters."""
    return read_index(lambda index: Answering(index, reader, text, filters).part_alone(Part(page, size, "name")))


def suggested(reader: Any, text: str, most: int = 8) -> list[int] | None:
    """The organisations whose name or number begins so, or nearly so, as one types: those that go on first. None without an index."""

    def read(index: Opened) -> list[int]:
        asking, ids = Answering(index, reader), list[int]()
        wording = asking.asker.wording
        for words in (wording.typed(text), wording.nearly(text)):
            if words is not None and not ids:
                ids = first_named(asking.engine, asking.asker, asking.source, words, most)
        return ids

    return read_index(read)


def read_index(read: Callable[[Opened], Any]) -> Any:
    index = opened()
    if index is None:
        return None
    try:
        return read(index)
    except IndexBroken:
        ask_for_rebuild("a reader could not read it")
        return None


class Part(NamedTuple):
    """What is listed of what is found."""

    page: int = 1
    size: int = PAGE_SIZE
    order: str = ""


class Answering:
    """One question put to one opened index."""

    def __init__(self, index: Opened, reader: Any, text: str = "", filters: Filters = EVERYTHING):
        self.index, self.text, self.chosen, self.close = index, text, filters.codes, False
        self.filters = filters
        source = next(source for source in all_sources() if source.kind == KIND)
        self.engine, self.asker = Engine(index), Asker(index, reader, [source])
        self.source = source.key
        self.worded = bool(search_key(text))
        around = {f"{TerritoryKind.COMMUNE}:{one.code}" for one in filters.around.values()}
        self.places = around or ({f"{TerritoryKind.COMMUNE}:-"} if filters.near else set())

    def answer(self, part: Part) -> Answer:
        counts, exact = self.counts(FIELDS), dict[str, list[Value]]()
        if self.worded and not any(counts["state"].values()):
            if any(any(found.values()) for found in counts.values()):
                exact = self._told(counts)
            self.close = True
            counts = self.counts(FIELDS)
        going, ended = self._totals(counts["state"])
        total = going + ended
        return Answer(
            total, self.ids(part, going, ended), as_typed(self._told(counts), exact),
            close=self.close and bool(total), behind=pending_of(self.index.position, KIND),
        )  # fmt: skip

    def _told(self, counts: Counts) -> dict[str, list[Value]]:
        return told(counts, self.chosen, self.filters.place, names_of(self.index), self.inside)

    def part_alone(self, part: Part) -> tuple[int, list[int]]:
        going, ended = self._totals(self.counts(("state",))["state"])
        if self.worded and not going and not ended and not self.close:
            self.close = True
            return self.part_alone(part)
        return going + ended, self.ids(part, going, ended)

    def counts(self, names: Any) -> Counts:
        """Each filter counted with all the others on; those that are not chosen are counted together. The state is always counted
        whole: what has ended is one step away, whether it is listed or not."""
        words = self._words(ranked=False)
        chosen = {*self.chosen, "state"}
        free = self._counts(self._seen(words), [FIELDS[name] for name in names if name not in chosen])
        found = {}
        for name in names:
            column = FIELDS[name]
            found[name] = (
                free[column] if name not in chosen else self._counts(self._seen(words, name), [column])[column]
            )
        return found

    def _counts(self, seen: Seen, columns: Collection[str]) -> Counts:
        return self.engine.counts(seen, columns, worded=self.worded)

    def inside(self, place: str, column: str = "commune") -> dict[str, int]:
        """How many by commune, or by the ``group`` that the index holds, in a place."""
        seen = self._seen(self._words(ranked=False), territory=place)
        return self._counts(seen, [column])[column]

    def _words(self, *, ranked: bool) -> tantivy.Query | None:
        return self.asker.wording.words(self.text, close=self.close, ranked=ranked) if self.worded else None

    def _seen(self, words: tantivy.Query | None, without: str = "", *, ended: bool | None = None, **more: str) -> Seen:
        filters = {**self.chosen, **more}
        filters.pop(without, None)
        state = filters.pop("state", "")
        if state in (ANY_STATE, ""):
            ended = False if not state and not self.worded and without != "state" else ended
        elif state == ENDED:
            ended = True
        else:
            filters["state"] = state
        if "activity" in filters:
            filters["activity"] = f"activity:{filters['activity']}"
        return self.asker.query(Asked(kind=self.source, filters=filters), words=words, places=self.places, ended=ended)

    def _totals(self, states: Mapping[str, int]) -> tuple[int, int]:
        """Of what is listed: how many go on, how many have ended."""
        going, ended = states.get(ACTIVE, 0), sum(count for code, count in states.items() if code != ACTIVE)
        chosen = self.chosen.get("state", "")
        if not chosen:
            return going, ended if self.worded else 0
        if chosen == ANY_STATE:
            return going, ended
        return (0, ended) if chosen == ENDED else (going, 0) if chosen == ACTIVE else (0, states.get(chosen, 0))

    def ids(self, part: Part, going: int, ended: int) -> list[int]:
        """By name, as the database would; by relevance, what goes on is asked before what has ended."""
        size, first = part.size, (min(part.page, LAST_PAGE) - 1) * part.size
        if part.order == "name" or not self.worded:
            return self.engine.ids(self._seen(self._words(ranked=False)), size, first, order="name")
        words, ids = self._words(ranked=True), list[int]()
        if going and first < going:
            ids = self._best(words, False, min(size, going - first), first)
        if ended and len(ids) < size:
            ids += self._best(words, True, size - len(ids), max(0, first - going))
        return ids

    def _best(self, words: tantivy.Query | None, ended: bool, most: int, first: int) -> list[int]:
        named = None if self.close else self.asker.wording.named(self.text)
        return self.engine.best(partial(self._seen, ended=ended), words, named, most, first)
