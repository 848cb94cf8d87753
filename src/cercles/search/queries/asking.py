"""From what a reader typed and chose to a query of the engine. Her audience is part of the query: whatever is counted, she may see."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import tantivy

from cercles.core.audience import NETWORK, PUBLIC, audience_of
from cercles.core.text import search_key
from cercles.search.queries.folder import Opened
from cercles.search.queries.schema import CHOSEN_BY, key_of, plain_words
from cercles.search.queries.sources import Source, taken_back

MOST_WORDS = 8
_MUST, _SHOULD, _NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot
_WIDE = (PUBLIC, NETWORK)
_PIECE = re.compile(r'-?"[^"]*"|\S+')


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


def number_in(text: str) -> str:
    """A SIREN, a SIRET or an RNA number typed whole, with or without spaces; else nothing."""
    number = search_key(text).replace(" ", "").upper()
    if number.isascii() and (number.isdigit() and len(number) in (9, 14)):
        return number
    return number if len(number) == 10 and number.startswith("W") and number[3:].isdigit() else ""


class Asker:
    """Makes the queries of one reader on one opened index."""

    def __init__(self, index: Opened, reader: Any, sources: Iterable[Source]):
        self.index, self.schema = index, index.schema
        self.sources = {source.key: source for source in sources}
        self._ways = self._audience(audience_of(reader))
        self._hidden: list[Any] = []
        for source in self.sources.values():
            keys = [key_of(source.kind, pk) for pk in taken_back(source.model, reader)]
            if keys:
                self._hidden.append((_NOT, tantivy.Query.term_set_query(self.schema, "key", keys)))

    def _audience(self, held: Iterable[str]) -> list[tantivy.Query]:
        """The ways to see a document: each of the widest strings, and the many narrow ones, which few documents bear, together."""
        narrow = sorted({*held} - {*_WIDE})
        ways = [self._term("audience", name) for name in _WIDE if name in held]
        if narrow:
            term = tantivy.Query.term_query
            each = [(_SHOULD, term(self.schema, "audience", name, "basic")) for name in narrow]
            ways.append(self._score(tantivy.Query.boolean_query(each), 0.0))
        return ways

    def query(self, asked: Asked, *, without: str = "", close: bool = False, words: Any = None) -> tantivy.Query:
        """All that is asked but the choice ``without``. ``close``: words may be misspelt or cut short. ``words`` replaces the text."""
        parts = [*self._hidden]
        if asked.kind and without != "kind":
            parts.append((_MUST, self._term("kind", self.sources[asked.kind].kind)))
        for name, code in asked.chosen.items():
            if name != without:
                parts.append((_MUST, self._term(CHOSEN_BY.get(name, name), code)))
        if words is None and asked.text.strip():
            words = self.words(asked.text, close=close)
        if words is not None:
            parts.append((_MUST, words))
        return self._seen(parts)

    def _seen(self, parts: list[Any]) -> tantivy.Query:
        """All of ``parts``, seen in one way or another. Each way is walked beside the words: a union of the ways would walk them whole."""
        found = [tantivy.Query.boolean_query([*parts, (_MUST, way)]) for way in self._ways]
        return found[0] if len(found) == 1 else tantivy.Query.boolean_query([(_SHOULD, query) for query in found])

    # Words

    def words(self, text: str, *, close: bool = False) -> tantivy.Query:
        """Every word somewhere in the text or at the beginning of a word of the name; « "une phrase" » as it is, « -mot » left out."""
        if number := number_in(text):
            return self._term("number", number, score=1.0)
        kept: list[str] = []
        out: list[str] = []
        for piece in pieces_of(text):
            bare = piece.lstrip("-")
            if not plain_words(bare):
                continue
            (out if piece.startswith("-") else kept).append(bare)
        if not kept and not out:
            return self.begins(text)
        parts = [(_MUST, self._piece(piece, close=close)) for piece in kept] + [
            (_NOT, self._parse(piece)) for piece in out
        ]
        if not kept:
            parts.append((_MUST, tantivy.Query.all_query()))
        return tantivy.Query.boolean_query(parts)

    def begins(self, text: str) -> tantivy.Query:
        """Every word of ``text`` begins a word of the name: what ``search_key`` columns answer in the database."""
        words = search_key(text).split()
        if not words:
            return tantivy.Query.all_query()
        return tantivy.Query.boolean_query([(_MUST, self._score(self._prefix("names", word), 1.0)) for word in words])

    def _piece(self, piece: str, *, close: bool) -> tantivy.Query:
        found = [self._parse(piece)]
        if not piece.startswith('"'):
            word = search_key(piece)
            found += [self._score(self._prefix("names", word), 1.5), self._term("number", word.upper(), score=4.0)]
            if close:
                found += self._close(word)
        return tantivy.Query.boolean_query([(_SHOULD, query) for query in found])

    def _close(self, word: str) -> list[tantivy.Query]:
        if len(word) < 4:
            return [self._prefix("plain", word)]
        distance = 1 if len(word) < 8 else 2
        fuzzy = tantivy.Query.fuzzy_term_query(self.schema, "plain", word, distance)
        return [self._prefix("plain", word), tantivy.Query.boost_query(fuzzy, 0.5)]

    def _parse(self, piece: str) -> tantivy.Query:
        boosts = {"title": 3.0}
        query, _errors = self.index.index.parse_query_lenient(
            piece.lower(), ["title", "words"], field_boosts=boosts, conjunction_by_default=True
        )
        return query

    # Parts

    def _term(self, name: str, value: str, *, score: float = 0.0) -> tantivy.Query:
        return self._score(tantivy.Query.term_query(self.schema, name, value, "basic"), score)

    def _prefix(self, name: str, word: str) -> tantivy.Query:
        """No letter may differ: much cheaper to prepare than an expression."""
        return tantivy.Query.fuzzy_term_query(self.schema, name, word, 0, prefix=True)

    @staticmethod
    def _score(query: tantivy.Query, score: float) -> tantivy.Query:
        return tantivy.Query.const_score_query(query, score)


def pieces_of(text: str) -> list[str]:
    """Words and quoted phrases; every other sign that means something to the engine's parser is a space."""
    clean = re.sub(r'[^\w"\s-]', " ", text.replace("«", '"').replace("»", '"'))
    clean = re.sub(r"(?<=\S)-|-(?=\s|$)", " ", clean)
    return _PIECE.findall(clean.replace('""', " "))[:MOST_WORDS]
