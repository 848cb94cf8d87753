"""From what is typed to the part of a query that speaks of words, names and numbers."""

import re
from collections.abc import Iterable
from math import log

import tantivy

from cercles.core.text import search_key
from cercles.search.queries.folder import Opened
from cercles.search.queries.schema import stems
from cercles.search.queries.spelling import SHORT, joined_letters, words_of

MOST_WORDS = 8
_MUST, _SHOULD, _NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot
_PIECE = re.compile(r'-?"[^"]*"|\S+')
_RNF = re.compile(r"(?:\d{3}|02[AB])-(?:FDD|FE|FRUP)-\d{5}-\d{2}")
_SPELT_OUT = 3  # a beginning so long is mostly the beginning of few words: they are named one by one
_MOST_SPELT = 40
_FREQUENT = 5_000  # names that bear a word: from there on a page of them is mostly full
_LONG = 4  # letters of a word that may be misspelt
_TYPED_NUMBER = re.compile(r"\d{3,14}|W\d[0-9A-Z]\d{0,7}")
MOST_OF_A_WORD = 2.2  # BM25 with the k1 of the engine, 1.2: what a word weighs at most, in logarithms of its rarity
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

    def named(self, text: str) -> tantivy.Query | None:
        """Of frequent words, those that have all of them in their name, in the order of ``words``: they come before all the others, so
        that a page they fill needs no other. None when nothing is saved so."""
        pieces = pieces_of(text)
        known = [stems(piece) for piece in pieces]
        if any(len(each) != 1 or piece[0] in '-"' for piece, each in zip(pieces, known, strict=True)):
            return None
        if not pieces or any(sign.isdigit() for sign in text) or self._outweigh([stem for (stem,) in known]):
            return None
        parts = [(_MUST, self._piece(piece, close=False, ranked=True, named=_MUST)) for piece in pieces]
        return parts[0][1] if len(parts) == 1 else tantivy.Query.boolean_query(parts)

    def _outweigh(self, known: list[str]) -> bool:
        """Words so rare that saying them often may count for more than one of them in the name, or that few names bear."""
        searcher = self.index.searcher
        if min(searcher.doc_freq("named", stem) for stem in known) < _FREQUENT:
            return True
        frequent = [searcher.doc_freq("words", stem) for stem in known]
        return sum(MOST_OF_A_WORD * log(1 + searcher.num_docs / many) for many in frequent) >= IN_NAME

    def begins(self, text: str) -> tantivy.Query | None:
        """Every word of ``text`` begins a word of the name: what ``search_key`` columns answer in the database."""
        words = words_of(text)
        parts = [(_MUST, self._score(self._prefix("names", word), 1.0)) for word in words]
        if not parts and text.strip():  # signs alone
            return tantivy.Query.empty_query()
        return tantivy.Query.boolean_query(parts) if parts else None

    def typed(self, text: str) -> tantivy.Query | None:
        """What one may be typing: a name whose words begin so, or a number that does, with or without spaces."""
        number = re.sub(r"[\s.\u00a0\u202f-]", "", text).upper()
        if _TYPED_NUMBER.fullmatch(number):
            return _any([self._prefix("number", number), *filter(None, [self.begins(text)])])
        return self.begins(text)

    def nearly(self, text: str) -> tantivy.Query | None:
        """The same with a letter or two misspelt in words that are long enough."""
        words = words_of(text)
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

    def _piece(self, piece: str, close: bool, ranked: bool, named: tantivy.Occur = _SHOULD) -> tantivy.Query:
        """``ranked``: what has the word in its name comes first; looked up beside, not walked. ``named``: or is alone."""
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
        met = _any(found)
        if not ranked or not known:
            return met
        return tantivy.Query.boolean_query(
            [(_MUST, met), (named, _any(self._term("named", stem, IN_NAME) for stem in known))]
        )

    def _named(self, word: str, known: set[str]) -> list[tantivy.Query]:
        """The words of names that begin so. Those of a stem that is asked already would find nothing more: the frequent words of
        names (« association ») are not walked twice."""
        if len(word) < _SPELT_OUT:
            return [self._prefix("names", word)]
        named = [term for term, _count in self.index.searcher.terms_with_prefix("names", word, limit=_MOST_SPELT + 1)]
        if len(named) > _MOST_SPELT:
            return [self._prefix("names", word)]
        return [self._term("names", term, 0.0) for term in named if not known.issuperset(stems(term))]

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
        """Without ``score``, the engine reckons it: a rare word weighs more, and one that is said often."""
        query = tantivy.Query.term_query(self.schema, name, value, "basic" if score is not None else "freq")
        return query if score is None else self._score(query, score)

    def _prefix(self, name: str, word: str) -> tantivy.Query:
        """No letter may differ: much cheaper to prepare than an expression."""
        return tantivy.Query.fuzzy_term_query(self.schema, name, word, 0, prefix=True)

    @staticmethod
    def _score(query: tantivy.Query, score: float) -> tantivy.Query:
        return tantivy.Query.const_score_query(query, score)


def _any(queries: Iterable[tantivy.Query]) -> tantivy.Query:
    """One of them; several are walked together from one end to the other, one alone is skipped through."""
    each = list(queries)
    return each[0] if len(each) == 1 else tantivy.Query.boolean_query([(_SHOULD, query) for query in each])


def _distance(word: str) -> int:
    return 1 if len(word) < 8 else 2
