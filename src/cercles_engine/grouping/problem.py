"""What is asked: distances between members, the least and most members of each group, and who must sit with whom or apart."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from cercles_engine.grouping.constraints import Constraint, Earlier, check_earlier, constraints_of

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
_BITS = 51  # of the 53 that a double has: one is left for halves, one for a penalty beside a distance


@dataclass(frozen=True, eq=False)
class Problem:
    """n members to place in G groups so that the sum of the distances inside groups, less the penalties, is greatest.

    distance: (n, n), symmetric, diagonal 0, finite, of any unit. lower, upper: (G,) members. hard: constraints ``apart``,
    ``together`` and ``fixed``. earlier: compositions whose pairs are best not repeated, in the unit of the distances.
    """

    distance: Floats
    lower: Ints
    upper: Ints
    hard: tuple[Constraint, ...] = ()
    earlier: tuple[Earlier, ...] = ()

    @classmethod
    def of(
        cls,
        distance: npt.ArrayLike,
        *,
        lower: Any,
        upper: Any,
        apart: Iterable[Iterable[int]] = (),
        together: Iterable[Iterable[int]] = (),
        fixed: Mapping[int, int] | Iterable[tuple[int, int]] = (),
        earlier: Iterable[Earlier] = (),
    ) -> "Problem":
        """The same from anything that NumPy reads; raises ValueError with a sentence where the input is wrong.

        apart: sets (pairs, or all of one organisation) no two of whom share a group. together: sets that share one. fixed:
        the group of some members. Distances and penalties are rounded to multiples of a power of two so small that no value
        moves by a millionth of a millionth, and so that every sum of them is exact: parts add up to wholes, in any order.
        """
        matrix, low, high = np.array(distance, np.float64), np.array(lower, np.int64), np.array(upper, np.int64)
        _check(matrix, low, high)
        members, groups = matrix.shape[0], low.shape[0]
        hard = constraints_of(members, groups, apart=apart, together=together, fixed=fixed)
        before = tuple(earlier)
        check_earlier(before, members)
        matrix = (matrix + matrix.T) / 2
        greatest = float(np.abs(matrix).max(initial=0.0)) + sum(one.penalty for one in before)
        grid = _grid(members * min(members, int(high.max())) * greatest / 2)
        rounded = tuple(replace(one, penalty=float(_round(one.penalty, grid))) for one in before)
        return cls(_round(matrix, grid), low, high, hard, rounded)

    @property
    def members(self) -> int:
        return int(self.distance.shape[0])

    @property
    def groups(self) -> int:
        return int(self.lower.shape[0])

    @cached_property
    def penalty(self) -> Floats:
        """(n, n): what each pair costs for having sat together before."""
        table = np.zeros_like(self.distance)
        for one in self.earlier:
            for pair in one.pairs():
                table[pair] += one.penalty
        return table + table.T

    @cached_property
    def worth(self) -> Floats:
        """(n, n): what each pair brings to the value when it sits together."""
        return self.distance - self.penalty

    @property
    def constraints(self) -> tuple[Constraint, ...]:
        """All that could be lifted: bounds that bind anybody, what is hard, then earlier compositions."""
        least = [Constraint("at_least", group=k, bound=int(b)) for k, b in enumerate(self.lower) if b > 0]
        most = [Constraint("at_most", group=k, bound=int(b)) for k, b in enumerate(self.upper) if b < self.members]
        before = [Constraint("earlier", bound=number) for number, _one in enumerate(self.earlier)]
        return (*least, *most, *self.hard, *before)

    def without(self, lifted: Constraint) -> "Problem":
        """The same problem where one of its constraints is lifted."""
        lower, upper = self.lower.copy(), self.upper.copy()
        if lifted.code == "at_least":
            lower[lifted.group] = 0
        elif lifted.code == "at_most":
            upper[lifted.group] = self.members
        elif lifted.code == "earlier":
            free = replace(self.earlier[lifted.bound], penalty=0.0)
            return replace(self, earlier=(*self.earlier[: lifted.bound], free, *self.earlier[lifted.bound + 1 :]))
        return replace(self, lower=lower, upper=upper, hard=tuple(one for one in self.hard if one != lifted))

    def value(self, group: npt.ArrayLike) -> float:
        """Sum of the distances inside groups less the penalties, for the group (n,) of each member."""
        return self._inside(self.worth, group)

    def penalty_of(self, group: npt.ArrayLike) -> float:
        """Sum of the penalties of the pairs that sit together again; ``value`` plus it is the diversity."""
        return self._inside(self.penalty, group)

    def fits(self, group: npt.ArrayLike) -> bool:
        """Whether every group has a size within its bounds, and every hard constraint holds."""
        places = np.asarray(group)
        sizes = np.bincount(places, minlength=self.groups)
        if sizes.shape != self.lower.shape or (sizes < self.lower).any() or (sizes > self.upper).any():
            return False
        return all(holds(one, places) for one in self.hard)

    def _inside(self, table: Floats, group: npt.ArrayLike) -> float:
        places = np.asarray(group)
        each = (np.flatnonzero(places == k) for k in range(self.groups))
        return float(sum(table[np.ix_(at, at)].sum() for at in each) / 2)


def holds(constraint: Constraint, group: npt.NDArray[Any]) -> bool:
    """Whether a constraint holds where members have these groups (n,); an earlier composition always does."""
    if constraint.code in ("at_least", "at_most"):
        size = int((group == constraint.group).sum())
        return size >= constraint.bound if constraint.code == "at_least" else size <= constraint.bound
    at = group[list(constraint.members)].tolist()
    if constraint.code == "fixed":
        return bool(at[0] == constraint.group)
    return constraint.code == "earlier" or len(set(at)) == (len(at) if constraint.code == "apart" else 1)


def _grid(greatest: float) -> float:
    """The smallest power of two whose multiples up to ``greatest`` a double adds without rounding."""
    return 2.0 ** (np.ceil(np.log2(greatest)) - _BITS) if greatest > 0 else 1.0


def _round(numbers: Any, grid: float) -> Any:
    return np.rint(np.asarray(numbers) / grid) * grid


def _check(matrix: Floats, lower: Ints, upper: Ints) -> None:
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
