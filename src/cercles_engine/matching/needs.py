"""Needs as numbers: what each asks, then what that is worth under given weights and among given offers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from cercles_engine.matching.profile import TERMS, Profile, Weights
from cercles_engine.matching.segment import Bytes, Floats, Ints, Shorts
from cercles_engine.matching.vocabulary import QUANTUM, TERM_OF, Token, need_vector, rarity, rounded

TEXT = TERMS.index("text")


@dataclass(frozen=True, eq=False)
class Needs:
    """Made once by ``Index.prepare``, asked as often as wanted: the weights and the offers may change meanwhile.

    Tokens of all needs one after the other, ``bounds`` (needs + 1,) between them; ``term`` (tokens,) indexes ``TERMS``; ``closeness``
    (needs, levels + 1) from 0 to 1, the unknown level first.
    """

    profiles: tuple[Profile, ...]
    bounds: Ints
    tokens: Shorts
    raw: Floats
    term: Bytes
    closeness: Floats

    @classmethod
    def of(cls, profiles: Sequence[Profile], levels: int, number: Callable[[Token], int]) -> "Needs":
        vectors = [need_vector(profile) for profile in profiles]
        bounds = np.cumsum([0, *(len(vector) for vector in vectors)])
        terms = [TERMS.index(TERM_OF[kind]) for vector in vectors for kind, _code in vector]
        raw = [value for vector in vectors for value in vector.values()]
        scale = [_closeness(level, levels) for level in (None, *range(levels))]
        rows = [scale[0 if profile.level is None else profile.level + 1] for profile in profiles]
        return cls(
            tuple(profiles),
            bounds.astype(np.int64),
            np.array([number(token) for vector in vectors for token in vector], dtype=np.int32),
            np.array(raw, dtype=np.float64),
            np.array(terms, dtype=np.uint8),
            np.array(rows, dtype=np.float64).reshape(len(profiles), levels + 1),
        )

    def values(self, holders: Ints, offers: int) -> Floats:
        """(tokens,): what each is worth in its term, from 0 to 1; ``holders`` (vocabulary,) counts the offers that hold each token."""
        values = self.raw.copy()
        words = np.flatnonzero(self.term == TEXT)
        if words.size:
            need = np.repeat(np.arange(len(self.profiles)), np.diff(self.bounds))[words]
            weighed = values[words] * rarity(holders[self.tokens[words]], offers)
            length = np.sqrt(np.bincount(need, weights=weighed * weighed))
            values[words] = np.floor(weighed / length[need] / QUANTUM) * QUANTUM
        return values


def points_of(weights: Weights) -> Floats:
    """(terms,)"""
    return np.array([weights.of(term) for term in TERMS], dtype=np.float64)


def _closeness(level: int | None, levels: int) -> list[float]:
    """What each level of an offer is worth, the unknown one first: 1 for the need's own, 0 at the other end of the scale."""
    if level is None:
        return [0.0] * (levels + 1)
    return [0.0, *(rounded(1 - abs(level - other) / (levels - 1)) for other in range(levels))]
