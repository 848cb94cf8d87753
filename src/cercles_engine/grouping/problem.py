"""What is asked: distances between members, and the least and most members of each group."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Problem:
    """n members to place in G groups so that the sum of the distances inside groups is greatest.

    distance: (n, n), symmetric, diagonal 0, finite, of any unit. lower, upper: (G,) members.
    """

    distance: Floats
    lower: Ints
    upper: Ints

    @classmethod
    def of(cls, distance: npt.ArrayLike, *, lower: Any, upper: Any) -> "Problem":
        """The same from anything that NumPy reads; raises ValueError with a sentence where the input is wrong."""
        matrix = np.array(distance, dtype=np.float64)
        problem = cls(matrix, np.array(lower, dtype=np.int64), np.array(upper, dtype=np.int64))
        _check(problem)
        return problem

    @property
    def members(self) -> int:
        return int(self.distance.shape[0])

    @property
    def groups(self) -> int:
        return int(self.lower.shape[0])

    def value(self, group: npt.ArrayLike) -> float:
        """Sum of the distances inside groups, for the group (n,) of each member."""
        places = np.asarray(group)
        return float(sum(self.distance[np.ix_(at, at)].sum() for at in _each(places, self.groups)) / 2)

    def fits(self, group: npt.ArrayLike) -> bool:
        """Whether every group has a size within its bounds."""
        sizes = np.bincount(np.asarray(group), minlength=self.groups)
        return bool(sizes.shape == self.lower.shape and (self.lower <= sizes).all() and (sizes <= self.upper).all())


def _each(group: Ints, groups: int) -> list[npt.NDArray[np.intp]]:
    return [np.flatnonzero(group == k) for k in range(groups)]


def _check(problem: Problem) -> None:
    matrix, lower, upper = problem.distance, problem.lower, problem.upper
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or not matrix.shape[0]:
        raise ValueError(f"distances must be a square table of at least one member, not {matrix.shape}")
    if not np.isfinite(matrix).all():
        raise ValueError("every distance must be a finite number")
    if not np.allclose(matrix, matrix.T) or np.diagonal(matrix).any():
        raise ValueError("distances must be the same both ways, and 0 from a member to itself")
    if lower.ndim != 1 or lower.shape != upper.shape or not lower.shape[0]:
        raise ValueError("lower and upper must give one number for each group")
    if (lower < 0).any() or (lower > upper).any():
        raise ValueError("the bounds of a group must be 0 ≤ lower ≤ upper")
