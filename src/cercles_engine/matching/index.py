"""Profiles that come and go, and the best of them for a need."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

import numpy as np

from cercles_engine.matching.needs import Needs, points_of
from cercles_engine.matching.profile import Profile, Weights
from cercles_engine.matching.reasons import Answer, Match, Question, told
from cercles_engine.matching.segment import UNDATED, Bools, Floats, Ints, Key, Row, Segment
from cercles_engine.matching.selection import Selection
from cercles_engine.matching.vocabulary import TERM_OF, Token, offer_vector
from cercles_engine.optional import library

MERGED = 4  # a segment joins the one before it unless that one is so many times its size
Among = Selection | Collection[Key] | None


class Index:
    """Offers, or organisations, by key. Keys are all whole numbers or all texts; equal scores come in the order of keys.

    ``levels``: steps of the scale of levels. ``half_life``: days after which a date is worth half. Not for several threads at once.
    """

    def __init__(self, *, levels: int = 5, half_life: float = 365.0) -> None:
        if not (2 <= levels <= 255 and half_life > 0):
            raise ValueError("a scale has two to 255 levels, and a half-life is more than no day")
        self.levels, self.half_life = levels, half_life
        self._ids: dict[Token, int] = {}
        self._tokens: list[Token] = []
        self._terms: list[str] = []
        self._holders: Ints = np.zeros(1024, dtype=np.int64)
        self._places: dict[Key, tuple[Segment, int]] = {}
        self._waiting: dict[Key, Row] = {}
        self._segments: list[Segment] = []

    def __len__(self) -> int:
        return len(self._places) + len(self._waiting)

    def __contains__(self, key: object) -> bool:
        return key in self._places or key in self._waiting

    def put(self, key: Key, offer: Profile) -> None:
        """Add an offer, or replace the one of that key. Raises ``ValueError`` for a level outside the scale."""
        self._check(offer)
        if key in self:
            self.remove(key)
        vector = offer_vector(offer)
        numbers = sorted((self._id(token), value) for token, value in vector.items())
        tokens = np.array([number for number, _value in numbers], dtype=np.int32)
        self._holders[tokens] += 1
        values = np.array([value for _number, value in numbers], dtype=np.float32)
        day = UNDATED if offer.dated is None else offer.dated.toordinal()
        self._waiting[key] = Row(key, tokens, values, 0 if offer.level is None else offer.level + 1, day)

    def remove(self, key: Key) -> None:
        """Take an offer out; raises ``KeyError`` where there is none."""
        if key in self._waiting:
            row = self._waiting.pop(key)
        else:
            segment, slot = self._places.pop(key)
            segment.alive[slot] = False
            row = segment.row(slot)
        self._holders[row.tokens] -= 1

    def selection(self, keys: Iterable[Key]) -> Selection:
        """A filter to ask with again and again; a plain set of keys does as well, once."""
        return Selection(keys)

    def prepare(self, needs: Sequence[Profile]) -> Needs:
        """Needs ready to be asked many times, whatever changes in the index; raises ``ValueError`` for a level outside the scale."""
        for need in needs:
            self._check(need)
        return Needs.of(needs, self.levels, self._id)

    def top(
        self, need: Profile, k: int = 10, *, as_of: date, weights: Weights | None = None,
        among: Among = None, without: Collection[Key] = (), least: float = 0.0,
    ) -> list[Match]:  # fmt: skip
        """The ``k`` best offers with more than ``least`` points, best first, with their reasons.

        ``as_of`` is the day for freshness; ``among`` keeps only these keys, ``without`` leaves these out: the answer is that of
        scoring every offer, then filtering. The peers of an organisation are the best for its own profile ``without`` itself. Time
        grows with the number of offers: 5 to 15 µs for a thousand.
        """
        prepared, weights = self.prepare([need]), weights or Weights()
        values = prepared.values(self._holders, len(self))
        found = self._best(prepared, values, k, as_of, weights, among, without, least)[0]
        question = Question(prepared, values, self._tokens)
        return [told(question, self._answer(key, as_of), weights) for _score, key in found]

    def top_many(
        self, needs: Needs | Sequence[Profile], k: int = 10, *, as_of: date, weights: Weights | None = None,
        among: Among = None, without: Collection[Key] = (), least: float = 0.0,
    ) -> list[list[tuple[float, Key]]]:  # fmt: skip
        """``top`` for many needs at once, without reasons: (score, key) of the best of each."""
        prepared = needs if isinstance(needs, Needs) else self.prepare(needs)
        values = prepared.values(self._holders, len(self))
        return self._best(prepared, values, k, as_of, weights or Weights(), among, without, least)

    def match(self, need: Profile, key: Key, *, as_of: date, weights: Weights | None = None) -> Match:
        """What the offer of that key is worth for the need, however little; raises ``KeyError`` where there is none."""
        self.settle()
        prepared = self.prepare([need])
        question = Question(prepared, prepared.values(self._holders, len(self)), self._tokens)
        return told(question, self._answer(key, as_of), weights or Weights())

    def settle(self) -> None:
        """Put what came since the last question where it is found; a question does it by itself."""
        if self._waiting:
            self._segments.append(Segment(self._waiting.values()))
            self._waiting = {}
            self._place(self._segments[-1])
        while len(self._segments) > 1 and len(self._segments[-2].keys) < MERGED * len(self._segments[-1].keys):
            self._segments[-2:] = [Segment(self._segments[-2].rows() + self._segments[-1].rows())]
            self._place(self._segments[-1])
        for rank, segment in enumerate(self._segments):
            if 2 * int(segment.alive.sum()) < len(segment.keys):
                self._segments[rank] = Segment(segment.rows())
                self._place(self._segments[rank])

    def _place(self, segment: Segment) -> None:
        self._places.update((key, (segment, slot)) for slot, key in enumerate(segment.keys))

    def _check(self, profile: Profile) -> None:
        if profile.level is not None and not 0 <= profile.level < self.levels:
            raise ValueError(f"level {profile.level} is outside the scale from 0 to {self.levels - 1}")

    def _id(self, token: Token) -> int:
        number = self._ids.setdefault(token, len(self._ids))
        if number == len(self._tokens):
            self._tokens.append(token)
            self._terms.append(TERM_OF[token[0]])
            if number == self._holders.size:
                self._holders = np.concatenate((self._holders, np.zeros_like(self._holders)))
        return number

    def _best(
        self, needs: Needs, values: Floats, k: int, as_of: date, weights: Weights,
        among: Among, without: Collection[Key], least: float,
    ) -> list[list[tuple[float, Key]]]:  # fmt: skip
        if k < 1:
            raise ValueError("at least one offer must be asked for")
        self.settle()
        count, points = len(needs.profiles), points_of(weights)
        worth, by_level = points[needs.term] * values, weights.level * needs.closeness
        by_fresh = np.full(count, float(weights.freshness))
        found: list[list[tuple[float, Key]]] = [[] for _ in range(count)]
        for home in self._segments:
            best, where = np.zeros((count, k)), np.full((count, k), -1)
            open_to, fresh = self._open(home, among, without), home.fresh(as_of, self.half_life)
            _loop().top_many(
                needs.bounds, worth, needs.tokens, *home.postings(needs.tokens), home.slots, home.held, home.level, by_level,
                fresh, by_fresh, open_to, home.bounds, home.tokens, home.values, float(least), best, where,
            )  # fmt: skip
            for row, (scores, slots) in enumerate(zip(best.tolist(), where.tolist(), strict=True)):
                found[row] += [(s, home.keys[slot]) for s, slot in zip(scores, slots, strict=True) if slot >= 0]
        if len(self._segments) > 1:
            return [sorted(row, key=lambda pair: (-pair[0], pair[1]))[:k] for row in found]
        return found

    def _open(self, segment: Segment, among: Among, without: Collection[Key]) -> Bools:
        open_to = segment.alive
        if among is not None:
            chosen = among if isinstance(among, Selection) else Selection(among)
            open_to = open_to & chosen.mask(segment)
            chosen.forget(self._segments)
        if without:
            open_to = open_to.copy()
            places = (self._places[key] for key in without if key in self._places)
            open_to[[slot for home, slot in places if home is segment]] = False
        return open_to

    def _answer(self, key: Key, as_of: date) -> Answer:
        home, slot = self._places[key]
        row = home.row(slot)
        numbers = row.tokens.tolist()
        known = {self._terms[number] for number in numbers}
        if row.level:
            known.add("level")
        if row.day != UNDATED:
            known.add("freshness")
        values = dict(zip(numbers, row.values.tolist(), strict=True))
        return Answer(key, values, known, row.level, float(home.fresh(as_of, self.half_life)[slot]))


def _loop() -> Any:
    """The compiled loop, or the plain one where Numba is missing."""
    if library("numba", instead="NumPy") is None:
        from cercles_engine.matching import plain

        return plain
    from cercles_engine.matching import compiled

    return compiled
