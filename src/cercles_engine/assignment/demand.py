"""What is asked: scores of items × reviewers, how many reviewers an item needs, how much a reviewer can carry."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]
Pairs: TypeAlias = tuple[tuple[int, int], ...]


@dataclass(frozen=True, eq=False)
class Problem:
    """A demand that was checked; built by :func:`problem`.

    ``scores`` (items, reviewers) in any unit, higher is better; ``per_item`` (items,) reviewers each item needs; ``load_min`` and
    ``load_max`` (reviewers,) items each reviewer takes; ``conflicts`` (items, reviewers) pairs that must not be; ``fixed`` pairs
    (item, reviewer) that must be.
    """

    scores: Floats
    per_item: Ints
    load_min: Ints
    load_max: Ints
    conflicts: Bools
    fixed: Pairs

    @property
    def shape(self) -> tuple[int, int]:
        return self.scores.shape[0], self.scores.shape[1]

    def with_fixed(self, item: int, reviewer: int) -> "Problem":
        """The same demand with one more pair that must be; its conflict, if any, is lifted."""
        conflicts = self.conflicts.copy()
        conflicts[item, reviewer] = False
        pairs = (*self.fixed, (item, reviewer))
        return Problem(self.scores, self.per_item, self.load_min, self.load_max, conflicts, pairs)


@dataclass(frozen=True, eq=False)
class Network:
    """What is left to decide once fixed pairs are set, in whole units: ``open`` pairs of (items, reviewers) may be taken; of the others
    some are set already, some are ``conflicts``."""

    weights: Ints
    open: Bools
    conflicts: Bools
    need: Ints
    low: Ints
    high: Ints


def problem(
    scores: ArrayLike,
    *,
    per_item: ArrayLike,
    load_max: ArrayLike,
    load_min: ArrayLike = 0,
    conflicts: ArrayLike | None = None,
    fixed: Iterable[tuple[int, int]] = (),
) -> Problem:
    """Check a demand. ``per_item`` is a number or one for each item, loads a number or one for each reviewer.

    Raises ``ValueError`` with a sentence where the shapes disagree, a score is not finite, a count is negative or not whole, or a
    fixed pair is unknown, told twice or in conflict.
    """
    table = np.ascontiguousarray(scores, dtype=np.float64)
    if table.ndim != 2 or 0 in table.shape:
        raise ValueError(f"scores must be a table of items × reviewers, not of shape {table.shape}")
    if not np.isfinite(table).all():
        raise ValueError("every score must be a finite number: say a pair that must not be in conflicts")
    items, reviewers = table.shape
    high = _counts("load_max", load_max, reviewers)
    low = _counts("load_min", load_min, reviewers)
    if (low > high).any():
        raise ValueError(f"load_min is above load_max for reviewers {np.flatnonzero(low > high).tolist()}")
    apart = _conflicts(conflicts, (items, reviewers))
    return Problem(table, _counts("per_item", per_item, items), low, high, apart, _fixed(fixed, apart))


def _counts(name: str, value: ArrayLike, size: int) -> Ints:
    given = np.asarray(value)
    if given.shape not in ((), (size,)):
        raise ValueError(f"{name} must be one number or {size}, not of shape {given.shape}")
    counts = np.broadcast_to(given, (size,)).astype(np.float64)
    if not ((counts >= 0) & (counts <= 1_000_000) & (counts == np.floor(counts))).all():
        raise ValueError(f"{name} must hold whole numbers from 0 to a million")
    return counts.astype(np.int64)


def _conflicts(given: ArrayLike | None, shape: tuple[int, int]) -> Bools:
    if given is None:
        return np.zeros(shape, dtype=np.bool_)
    table = np.asarray(given)
    if table.shape != shape:
        raise ValueError(f"conflicts must have the shape of scores, {shape}, not {table.shape}")
    if not np.isin(table, (0, 1)).all():
        raise ValueError("conflicts must hold true or false, 1 or 0")
    return table.astype(np.bool_)


def _fixed(pairs: Iterable[Any], conflicts: Bools) -> Pairs:
    kept = tuple((int(item), int(reviewer)) for item, reviewer in pairs)
    items, reviewers = conflicts.shape
    for item, reviewer in kept:
        if not (0 <= item < items and 0 <= reviewer < reviewers):
            raise ValueError(f"fixed pair ({item}, {reviewer}) is outside the table")
        if conflicts[item, reviewer]:
            raise ValueError(f"fixed pair ({item}, {reviewer}) is in conflict")
    if len(set(kept)) != len(kept):
        raise ValueError("a fixed pair is told twice")
    return kept
