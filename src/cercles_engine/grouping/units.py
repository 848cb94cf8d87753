"""Members who must stay together, as units that move whole."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cercles_engine.grouping.constraints import Constraint, pairs_of

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Units:
    """unit (n,): that of each member. weight (u,): members in each. home (u,): the group it is fixed to, or -1.

    apart (u, u): whether two units must not share a group.
    """

    unit: Ints
    weight: Ints
    home: Ints
    apart: npt.NDArray[np.bool_]

    @property
    def plain(self) -> bool:
        """Whether any order of the units is as good as another."""
        return bool((self.weight == 1).all() and (self.home < 0).all() and not self.apart.any())

    def sums(self, table: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """(n, n) of pairs of members to (u, u) of pairs of units; on the diagonal, twice what is inside a unit."""
        if self.weight.shape[0] == self.unit.shape[0]:
            return table
        rows = np.zeros((self.weight.shape[0], table.shape[1]))
        np.add.at(rows, self.unit, table)
        whole = np.zeros((self.weight.shape[0], self.weight.shape[0]))
        np.add.at(whole.T, self.unit, rows.T)
        return whole


def units_of(members: int, hard: Iterable[Constraint]) -> Units | None:
    """Units in the order of their first member; None where the constraints contradict each other inside one unit."""
    given = tuple(hard)
    unit = _joined(members, [one.members for one in given if one.code == "together"])
    count = int(unit.max()) + 1
    home, apart = np.full(count, -1, np.int64), np.zeros((count, count), bool)
    for one in given:
        if one.code == "fixed":
            mine = unit[one.members[0]]
            if home[mine] not in (-1, one.group):
                return None
            home[mine] = one.group
        elif one.code == "apart":
            for a, b in pairs_of(unit[list(one.members)].tolist()):
                apart[a, b] = apart[b, a] = True
    if np.diagonal(apart).any():
        return None
    return Units(unit, np.bincount(unit, minlength=count).astype(np.int64), home, apart)


def _joined(members: int, together: Iterable[tuple[int, ...]]) -> Ints:
    chief = list(range(members))

    def find(member: int) -> int:
        while chief[member] != member:
            chief[member] = chief[chief[member]]
            member = chief[member]
        return member

    for first, *others in together:
        for other in others:
            one, two = sorted((find(first), find(other)))
            chief[two] = one
    _chiefs, unit = np.unique([find(member) for member in range(members)], return_inverse=True)
    return unit.astype(np.int64)
