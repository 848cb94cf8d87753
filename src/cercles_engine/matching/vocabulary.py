"""Profiles as sparse vectors, such that the product of a need's and an offer's is the value of a term.

Values are whole multiples of 2^-20, rounded down so that no term is worth more than one. A product of two is a multiple of 2^-40, a
whole weight times it still is, and sums below 2^13 hold in a float64: every score is exact, in whatever order it is added. Sets are
compared by their cosine |A∩B| / √(|A|·|B|) (Ochiai 1957). Words too: offers by 1 + log of their counts, needs also by how rare each
word is among offers, 1 + log((1 + n) / (1 + n with it)) (Spärck Jones 1972); rarity stands on the need's side alone, so that offers
need no change when others come or go.

A territory is worth the share of the need's path that the offer's shares; an offer that covers the whole of the need's territory is
worth 1. See ``_places_of_offer`` for how a product of vectors says it.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from math import floor, log, sqrt
from typing import TypeAlias

import numpy as np

from cercles_engine.matching.profile import Profile
from cercles_engine.matching.segment import Floats, Ints

QUANTUM = 2.0**-20
Token: TypeAlias = tuple[str, str]  # kind, code
Vector: TypeAlias = dict[Token, float]
TERM_OF = {"theme": "themes", "sdg": "sdgs", "within": "territory", "covers": "territory", "word": "text"}
UNDER = "\x1f"  # between the codes of a path; no code holds it
_WORD = re.compile(r"[a-z0-9]{3,}")
EMPTY_WORDS = frozenset((
    "les", "des", "une", "aux", "dans", "par", "pour", "sur", "avec", "sans", "est", "sont", "ont", "que", "qui", "quoi",
    "dont", "plus", "pas", "nous", "vous", "ils", "elles", "leur", "leurs", "notre", "votre", "nos", "vos", "ses", "son",
    "mes", "ces", "cet", "cette", "ceux", "mais", "donc", "car", "comme", "entre", "vers", "chez", "afin", "ainsi",
    "tout", "tous", "toute", "toutes", "the", "and", "for", "with",
))  # fmt: skip


def words(text: str) -> dict[str, int]:
    """How often each word of three letters or more occurs, without accents, capitals or the commonest French words."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return dict(Counter(word for word in _WORD.findall(letters) if word not in EMPTY_WORDS))


def rounded(value: float) -> float:
    """The greatest multiple of 2^-20 that is not above."""
    return floor(value / QUANTUM) * QUANTUM


def offer_vector(offer: Profile) -> Vector:
    vector = _set_vector("theme", offer.themes) | _set_vector("sdg", offer.sdgs)
    vector |= _places_of_offer(offer.territories)
    return vector | _unit({("word", word): 1 + log(count) for word, count in offer.words.items()})


def need_vector(need: Profile) -> Vector:
    """As :func:`offer_vector`, but that words hold 1 + log of their counts: their rarity and their length are set when asked."""
    vector = _set_vector("theme", need.themes) | _set_vector("sdg", need.sdgs) | _places_of_need(need.territories)
    return vector | {("word", word): 1 + log(count) for word, count in sorted(need.words.items())}


def rarity(holders: Ints, offers: int) -> Floats:
    """(words,): how much each word counts for a need, from how many of the offers hold it."""
    return np.asarray(1 + np.log((1 + offers) / (1 + holders)), dtype=np.float64)


def _set_vector(kind: str, codes: frozenset[str]) -> Vector:
    return {(kind, code): rounded(1 / sqrt(len(codes))) for code in sorted(codes)} if codes else {}


def _unit(vector: Mapping[Token, float]) -> Vector:
    length = sqrt(sum(value * value for value in vector.values()))
    return {token: rounded(value / length) for token, value in sorted(vector.items())}


def _places_of_offer(paths: Iterable[tuple[str, ...]]) -> Vector:
    """Within each code of its paths, and covering what is under each of its broadest last codes.

    A need of depth D finds k/D in the k codes it is within too, and (D − k)/D where one of them, the k-th, is covered whole.
    Only the broadest last codes cover, so at most one covers any need and no value passes 1.
    """
    broadest = [path for path in paths if not any(len(o) < len(path) and path[: len(o)] == o for o in paths)]
    within: Vector = {("within", _place(path, rank)): 1.0 for path in broadest for rank in range(1, len(path) + 1)}
    return within | {("covers", _place(path)): 1.0 for path in broadest}


def _places_of_need(paths: tuple[tuple[str, ...], ...]) -> Vector:
    """Of several territories, each counts for an equal share."""
    vector: Vector = {}
    for path in paths:
        depth, before = len(path) * len(paths), 0.0
        for rank in range(1, len(path) + 1):
            reached = rounded(rank / depth)
            _add(vector, ("within", _place(path, rank)), reached - before)
            _add(vector, ("covers", _place(path, rank)), rounded(1 / len(paths)) - reached)
            before = reached
    return vector


def _place(path: tuple[str, ...], rank: int | None = None) -> str:
    """A territory by its whole path: a région and a département may have the same code."""
    return UNDER.join(path[:rank])


def _add(vector: Vector, token: Token, value: float) -> None:
    vector[token] = vector.get(token, 0.0) + value
