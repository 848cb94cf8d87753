"""From what is typed to the part of a query that speaks of words, names and numbers."""

import re
from collections.abc import Iterable

import tantivy

from cercles.core.text import search_key
from cercles.search.queries.folder import Opened
from cercles.search.queries.schema import stems
from cercles.search.queries.spelling import SHORT, joined_letters

MOST_WORDS = 8
_MUST, _SHOULD, _NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot
_PIECE = re.compile(r'-?"[^"]*"|\S+')
_RNF = re.compile(r"(?:\d{3}|02[AB])-(?:FDD|FE|FRUP)-\d{5}-\d{2}")
_SPELT_OUT = 6  # a beginning so long is the beginning of few words: they are named one by one
_MOST_SPELT = 40
_LONG = 4  # letters of a word that may be misspelt
_TYPED_NUMBER = re.compile(r"\d{3,14}|W\d[0-9A-Z]\d{0,7}")
IN_NAME, NUMBER, CLOSE = 30.0, 40.0, 0.5  # in the name first, whatever the engine reckons for the rest


def number_in(text: str) -> str:
    """A SIREN, a SIRET, an RNA or an RNF number typed whole, with or without spaces; else nothing."""
    written = re.sub(r"[\s.\u00a0\u202f]", "", text).upper().replace("–", "-").replace("‑", "-")
    if _RNF.fullmatch(written):
        return written
    number = written.replace("-", "")
    if number.isascii() and number.isdigit() and len(number) in (9, 14):
        return number
    known = len(number) == 10 and number.isascii() and number.startswith("W") and number[3:].isdigit()
    return number if known else ""


def pieces_of(text: str) -> list[str]:
    """Words and quoted phrases; every other sign that means something to the engine's parser is a space."""
    clean = re.sub(r'[^\w"\s-]', " ", joined_letters(text.replace("«", '"').replace("»", '"')))
    clean = re.sub(r"(?<=\S)-|-(?=\s|$)", " ", clean)
    return _PIECE.findall(clean.replace('""', " "))[:MOST_WORDS]


class Wording:
    """What is typed, for one opened index."""

    def __init__(self, index: Opened):
        self.index, self.schema = index, index.schema

    def words(self, text: str, *, close: bool = False, ranked: bool = True) -> tantivy.Query | None:
        """Every word in the text, or at the beginning of a word of the name; « "une phrase" » as it is, « -mot » left out.

        ``close``: words may be misspelt or cut short. Without ``ranked``, the same documents, faster. None when nothing is typed.
        """
        if number := number_in(text):
            return self._term("number", number, NUMBER)
        pieces = [(piece, piece.lstrip("-")) for piece in pieces_of(text)]
        told = [(piece, bare) for piece, bare in pieces if stems(bare)]
        if not told:
            return self.begins(text)
        parts = [
            (_NOT, self._parsed(bare)) if piece.startswith("-") else (_MUST, self._piece(bare, close, ranked))
            for piece, bare in told
        ]
        if all(occur == _NOT for occur, _query in parts):
            parts.append((_MUST, tantivy.Query.all_query()))
        return parts[0][1] if len(parts) == 1 else tantivy.Query.boolean_query(parts)

    def begins(self, text: str) -> tantivy.Query | None:
        """Every word of ``text`` begins a word of the name: what ``search_key`` columns answer in the database."""
        words = search_key(joined_letters(text)).split()
        parts = [(_MUST, self._score(self._prefix("names", word), 1.0)) for word in words]
        return tantivy.Query.boolean_query(parts) if parts else None

    def typed(self, text: str) -> tantivy.Query | None:
        """What one may be typing: a name whose words begin so, or a number that does, with or without spaces."""
        number = re.sub(r"[\s.\u00a0\u202f-]", "", text).upper()
        if _TYPED_NUMBER.fullmatch(number):
            return _any([self._prefix("number", number), *filter(None, [self.begins(text)])])
        return self.begins(text)

    def nearly(self, text: str) -> tantivy.Query | None:
        """The same with a letter or two misspelt in words that are long enough."""
        words = search_key(joined_letters(text)).split()
        if not any(len(word) >= _LONG for word in words):
            return None
        fuzzy = tantivy.Query.fuzzy_term_query
        near = [
            fuzzy(self.schema, "names", word, _distance(word), prefix=True)
            if len(word) >= _LONG
            else self._prefix("names", word)
            for word in words
        ]
        return tantivy.Query.boolean_query([(_MUST, self._score(query, 1.0)) for query in near])

    def _piece(self, piece: str, close: bool, ranked: bool) -> tantivy.Query:
        if piece.startswith('"'):
            return self._parsed(piece)
        word = search_key(piece)
        known = {stem for spelling in {word, SHORT.get(word, word)} for stem in stems(spelling)}
        found = [self._term("words", stem, None if ranked else 0.0) for stem in known]
        found += [self._score(query, IN_NAME) for query in self._named(word, known)]
        if any(sign.isdigit() for sign in word):
            found.append(self._term("number", word.upper(), NUMBER))
        if close:
            found += self._close(word)
        met = found[0] if len(found) == 1 else _any(found)
        return self._names_first(met, known) if ranked else met

    def _named(self, word: str, known: set[str]) -> list[tantivy.Query]:
        """The words of names that begin so. Those of a stem that is asked already would find nothing more: the frequent words of
        names (« association ») are not walked twice."""
        if len(word) < _SPELT_OUT:
            return [self._prefix("names", word)]
        named = [term for term, _count in self.index.searcher.terms_with_prefix("names", word, limit=_MOST_SPELT + 1)]
        if len(named) > _MOST_SPELT:
            return [self._prefix("names", word)]
        return [self._term("names", term, 0.0) for term in named if not known.issuperset(stems(term))]

    def _names_first(self, met: tantivy.Query, known: set[str]) -> tantivy.Query:
        """What is met stays the same; those that have the word in their name come first. Looked up beside, not walked."""
        prefix = self.index.searcher.terms_with_prefix
        alike = {
            term for stem in known for term, _count in prefix("names", stem, limit=_MOST_SPELT) if stem in stems(term)
        }
        better = [(_SHOULD, self._term("names", term, IN_NAME)) for term in sorted(alike)]
        return tantivy.Query.boolean_query([(_MUST, met), *better]) if better else met

    def _close(self, word: str) -> list[tantivy.Query]:
        beginning = self._prefix("words", word)
        if len(word) < _LONG:
            return [beginning]
        distance = _distance(word)
        fuzzy = tantivy.Query.fuzzy_term_query
        terms = [("names", word), *(("words", stem) for stem in stems(word))]
        near = [fuzzy(self.schema, name, term, distance) for name, term in terms]
        return [beginning, *(self._score(query, CLOSE) for query in near)]

    def _parsed(self, piece: str) -> tantivy.Query:
        """A phrase, or a word to leave out."""
        query, _errors = self.index.index.parse_query_lenient(piece.lower(), ["words"], conjunction_by_default=True)
        return query

    def _term(self, name: str, value: str, score: float | None) -> tantivy.Query:
        """Without ``score``, the engine reckons it: a rare word weighs more."""
        query = tantivy.Query.term_query(self.schema, name, value, "position" if name == "words" else "basic")
        return query if score is None else self._score(query, score)

    def _prefix(self, name: str, word: str) -> tantivy.Query:
        """No letter may differ: much cheaper to prepare than an expression."""
        return tantivy.Query.fuzzy_term_query(self.schema, name, word, 0, prefix=True)

    @staticmethod
    def _score(query: tantivy.Query, score: float) -> tantivy.Query:
        return tantivy.Query.const_score_query(query, score)


def _any(queries: Iterable[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(_SHOULD, query) for query in queries])


def _distance(word: str) -> int:
    return 1 if len(word) < 8 else 2
