"""From what a reader typed and chose to queries of the engine. Her audience is part of each: whatever is counted, she may see."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import tantivy

from cercles.core.audience import NETWORK, PUBLIC, audience_of
from cercles.search.queries.folder import Opened
from cercles.search.queries.schema import CHOSEN_BY, ENDED, NOTE, key_of
from cercles.search.queries.sources import Source, taken_back
from cercles.search.queries.wording import Wording

_MUST, _NOT = tantivy.Occur.Must, tantivy.Occur.MustNot
_WIDE = (PUBLIC, NETWORK)
_FEW = 40
_MANY = 0.3  # what is more than this share of the index is chosen by leaving out the others


@dataclass(frozen=True)
class Asked:
    """Words, a kind of objects (the key of a source), and a code for each facet chosen."""

    text: str = ""
    kind: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)

    @property
    def chosen(self) -> dict[str, str]:
        return {name: code for name, code in self.filters.items() if code}

    def __bool__(self) -> bool:
        return bool(self.text.strip() or self.chosen)


class Seen(NamedTuple):
    """One question as two queries that share no document: what is wide open, nearly all of it and the same for everybody who holds
    the same wide string; and what the reader sees because she holds a narrow one (None for a visitor)."""

    wide: tantivy.Query
    narrow: tantivy.Query | None = None


class Asker:
    """Makes the queries of one reader on one opened index."""

    def __init__(self, index: Opened, reader: Any, sources: Iterable[Source]):
        self.index, self.schema = index, index.schema
        self.sources = {source.key: source for source in sources}
        self.wording = Wording(index)
        held = audience_of(reader)
        self._wide = NETWORK if NETWORK in held else PUBLIC
        self._closed = self._term("closed", self._wide)
        self._held = sorted({*held} - {*_WIDE})
        self._narrow: dict[str, tantivy.Query] = {}
        self._hidden: list[Any] = []
        for source in self.sources.values():
            keys = [key_of(source.kind, pk) for pk in taken_back(source.model, reader)]
            if keys:
                self._hidden.append((_NOT, tantivy.Query.term_set_query(self.schema, "key", keys)))

    def query(
        self, asked: Asked, *, without: str = "", words: tantivy.Query | None = None,
        places: Collection[str] = (), ended: bool | None = None, inside: str = "",
    ) -> Seen:  # fmt: skip
        """All that is asked but the choice ``without``; ``words`` is what ``wording`` made of the text. ``places``: in one of them.

        ``ended``: only what has ended, or nothing of it. ``inside``: only what lies there.
        """
        parts = [*self._hidden]
        for name, code in asked.chosen.items():
            if name != without:
                parts.append((_MUST, self._term(CHOSEN_BY.get(name, name), code)))
        if places:
            parts.append((_MUST, self._score(tantivy.Query.term_set_query(self.schema, "place", sorted(places)))))
        if ended is not None:
            parts.append((_MUST if ended else _NOT, self._term("mark", ENDED)))
        if inside:
            parts.append((_MUST, self._term("inside", inside)))
        if words is not None:
            parts.append((_MUST, words))
        kind = self.sources[asked.kind].kind if asked.kind and without != "kind" else ""
        wide = tantivy.Query.boolean_query(self._wide_parts(parts, kind))
        if not self._held or (kind and not self._has_closed(kind)):
            return Seen(wide)
        return Seen(wide, tantivy.Query.boolean_query([*parts, (_MUST, self._narrow_query(kind))]))

    def _wide_parts(self, parts: list[Any], kind: str) -> list[Any]:
        """What is wide open is found by its own list where it is short; where it is most of the index, by leaving out the rest."""
        searcher, opened = self.index.searcher, f"{self._wide} {kind}"
        if kind and searcher.doc_freq("open_kind", opened) < _MANY * searcher.num_docs:
            return [*parts, (_MUST, self._term("open_kind", opened))]
        parts = [*parts, (_NOT, self._closed)]
        if kind:
            parts += [(_NOT, self._term("kind", other)) for other in self.index.kinds - {kind, NOTE}]
        if not any(occur == _MUST for occur, _query in parts):
            parts.append((_MUST, tantivy.Query.all_query()))
        return parts

    def _narrow_query(self, kind: str) -> tantivy.Query:
        """One of the narrow strings she holds opens it, and no wide one does."""
        if kind not in self._narrow:
            strings = [f"{one} {kind}" for one in self._held] if kind else self._held
            name = "audience_kind" if kind else "audience"
            self._narrow[kind] = self._score(self._one_of(name, strings))
        return self._narrow[kind]

    def _has_closed(self, kind: str) -> bool:
        """Whether anything of this kind is closed to those who hold her wide string: in the directory, mostly nothing is, and half of
        the question need not be asked."""
        searcher = self.index.searcher
        return bool(searcher.doc_freq("kind", kind) > searcher.doc_freq("open_kind", f"{self._wide} {kind}"))

    def _one_of(self, name: str, values: list[str]) -> tantivy.Query:
        """The lists of a few values are walked together in half of the time that making one list of them takes."""
        if len(values) > _FEW:
            return tantivy.Query.term_set_query(self.schema, name, values)
        each = [tantivy.Query.term_query(self.schema, name, value, "basic") for value in values]
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in each])

    def _term(self, name: str, value: str) -> tantivy.Query:
        return self._score(tantivy.Query.term_query(self.schema, name, value, "basic"))

    @staticmethod
    def _score(query: tantivy.Query, score: float = 0.0) -> tantivy.Query:
        return tantivy.Query.const_score_query(query, score)
