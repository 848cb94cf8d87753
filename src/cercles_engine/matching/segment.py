"""A frozen block of offers: which of them hold each token (by token, to find) and which tokens each holds (by offer, to tell)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Singles: TypeAlias = NDArray[np.float32]  # multiples of 2^-20 up to one: exact
Shorts: TypeAlias = NDArray[np.int32]
Bytes: TypeAlias = NDArray[np.uint8]
Ints: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]
Key: TypeAlias = int | str
UNDATED = np.iinfo(np.int64).min


@dataclass(frozen=True, eq=False)
class Row:
    """An offer as numbers: ``tokens`` growing, their ``values``, the level plus one (0 unknown), the day (``UNDATED`` unknown)."""

    key: Key
    tokens: Shorts
    values: Singles
    level: int
    day: int


class Segment:
    """``keys`` grow, so that the order of slots is that of keys; ``alive`` (offers,) is the only thing that changes."""

    def __init__(self, rows: Iterable[Row]) -> None:
        ordered = sorted(rows, key=lambda row: row.key)
        self.keys: list[Key] = [row.key for row in ordered]
        self.alive = np.ones(len(ordered), dtype=np.bool_)
        self.level = np.array([row.level for row in ordered], dtype=np.uint8)
        self.day = np.array([row.day for row in ordered], dtype=np.int64)
        sizes = np.array([row.tokens.size for row in ordered], dtype=np.int64)
        self.bounds = np.concatenate(([0], np.cumsum(sizes)))
        self.tokens = _joined([row.tokens for row in ordered], np.int32)
        self.values = _joined([row.values for row in ordered], np.float32)
        order = np.argsort(self.tokens, kind="stable")
        self.slots = np.repeat(np.arange(len(ordered), dtype=np.int32), sizes)[order]
        self.held = self.values[order]
        self.known, starts = np.unique(self.tokens[order], return_index=True)
        self.starts = np.append(starts, self.tokens.size)
        self.peaks = np.maximum.reduceat(self.held, starts) if starts.size else self.held
        self._fresh: tuple[tuple[int, float], Singles] | None = None

    def row(self, slot: int) -> Row:
        start, end = int(self.bounds[slot]), int(self.bounds[slot + 1])
        level, day = int(self.level[slot]), int(self.day[slot])
        return Row(self.keys[slot], self.tokens[start:end], self.values[start:end], level, day)

    def rows(self) -> list[Row]:
        """Those that are alive."""
        return [self.row(int(slot)) for slot in np.flatnonzero(self.alive)]

    def postings(self, tokens: Shorts) -> tuple[Ints, Ints, Singles]:
        """Where the offers of each token begin and end in ``slots`` and ``held``, and the greatest value there; nowhere and 0 for a
        token that nobody holds."""
        if not self.known.size:
            nothing = np.zeros(tokens.size, dtype=np.int64)
            return nothing, nothing, np.zeros(tokens.size, dtype=np.float32)
        place = np.minimum(np.searchsorted(self.known, tokens), self.known.size - 1)
        here = self.known[place] == tokens
        first, last = np.where(here, self.starts[place], 0), np.where(here, self.starts[place + 1], 0)
        return first, last, np.where(here, self.peaks[place], np.float32(0))

    def fresh(self, as_of: date, half_life: float) -> Singles:
        """(offers,): what the date of each is worth; see :func:`freshness`. The last answer is kept."""
        asked = (as_of.toordinal(), half_life)
        if self._fresh is None or self._fresh[0] != asked:
            self._fresh = (asked, freshness(self.day, *asked).astype(np.float32))
        return self._fresh[1]


def freshness(day: Ints, today: int, half_life: float) -> Floats:
    """1 on the day and for days to come, half after ``half_life`` days, a quarter after twice; 0 where unknown."""
    age = np.maximum(np.where(day == UNDATED, today, today - day), 0)
    value = np.rint(np.exp2(-age / half_life) * 2.0**20) * 2.0**-20
    return np.where(day == UNDATED, 0.0, value)


def _joined(parts: Sequence[NDArray[Any]], kind: Any) -> NDArray[Any]:
    return np.concatenate(parts) if parts else np.zeros(0, dtype=kind)
