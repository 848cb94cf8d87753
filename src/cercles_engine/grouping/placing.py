"""A composition that satisfies everything, drawn at random where that is easy, found or disproved exactly where it is not.

With members apart this is the colouring of a graph with bounded classes, and no method is always quick. A greedy draw, the unit
with the fewest groups left first (Brélaz, Communications of the ACM 22(4), 1979), settles nearly all; the rest is a mixed-integer
program for HiGHS, which also proves that nothing fits.
"""

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from cercles_engine.grouping.units import Ints, Units

_NODES = 2_000  # branches that HiGHS may open: a number, not a time, so that the answer is the same anywhere
_PROVED = 2  # what SciPy says where it is proved that nothing fits

Bools = npt.NDArray[np.bool_]


class Undecided(ValueError):
    """The search for a composition was given up: none was found, and none was proved impossible."""

    def __init__(self) -> None:
        super().__init__("no composition satisfies everything so far, and none is proved impossible: ask for less")


def draw(units: Units, lower: Ints, upper: Ints, random: np.random.Generator) -> Ints | None:
    """The group (u,) of each unit, within the bounds, drawn greedily; None where the draw fails.

    lower and upper may be equal: sizes to reach exactly.
    """
    group, room, open_to = units.home.copy(), upper.copy(), _open(units, lower.shape[0])
    left = np.ones(group.shape[0], bool)
    luck = random.random(group.shape[0])
    for _ in range(group.shape[0]):
        fits = open_to & (units.weight[:, None] <= room)
        order = np.where(left, fits.sum(axis=1) - units.weight - 0.5 * luck, np.inf)
        mine = int(np.argmin(np.where(units.home >= 0, order - (1 << 20), order)))
        choices = np.flatnonzero(fits[mine])
        if not choices.size:
            return None
        need = np.maximum(room[choices] - (upper - lower)[choices], 0) + 0.01 * room[choices]
        there = int(random.choice(choices, p=need / need.sum()))
        group[mine], left[mine] = there, False
        room[there] -= units.weight[mine]
        open_to[units.apart[mine], there] = False
    return group if (upper - room >= lower).all() else None


def exact(units: Units, lower: Ints, upper: Ints, *, nodes: int = _NODES) -> Ints | None:
    """A composition (u,), always the same, or None where there is proved to be none.

    Raises :class:`Undecided` where ``nodes`` branches do not settle it.
    """
    from scipy.optimize import Bounds, milp

    units_, groups = units.weight.shape[0], lower.shape[0]
    if int(lower.sum()) > int(units.weight.sum()) or int(upper.sum()) < int(units.weight.sum()):
        return None
    cliques = sorted(_cliques(units.apart), key=len, reverse=True)
    open_to = _open(units, groups)
    if cliques and (units.home < 0).all() and (lower == lower[0]).all() and (upper == upper[0]).all():
        if len(cliques[0]) > groups:
            return None
        open_to[cliques[0]] = np.eye(len(cliques[0]), groups, dtype=bool)  # groups alike: the first clique may choose
    found = milp(
        np.zeros(units_ * groups),
        integrality=np.ones(units_ * groups),
        bounds=Bounds(0, open_to.ravel().astype(np.float64)),
        constraints=_rows(units, lower, upper, cliques),
        options={"node_limit": nodes},
    )
    if found.x is not None:
        return np.asarray(np.argmax(found.x.reshape(units_, groups), axis=1), dtype=np.int64)
    if found.status != _PROVED:
        raise Undecided
    return None


def _open(units: Units, groups: int) -> Bools:
    """(u, G): the groups that each unit may enter, as far as it alone is concerned."""
    return np.asarray((units.home < 0)[:, None] | (units.home[:, None] == np.arange(groups)))


def _rows(units: Units, lower: Ints, upper: Ints, cliques: Iterable[list[int]]) -> Any:
    """One group a unit; sizes within bounds; at most one unit of a clique in a group."""
    from scipy.optimize import LinearConstraint
    from scipy.sparse import coo_array, eye_array, kron

    here = eye_array(lower.shape[0])
    once = kron(eye_array(units.weight.shape[0]), np.ones((1, lower.shape[0])), format="csr")
    size = kron(units.weight[None, :].astype(np.float64), here, format="csr")
    rules = [LinearConstraint(once, 1, 1), LinearConstraint(size, lower, upper)]
    pairs = [(row, unit) for row, clique in enumerate(cliques) for unit in clique]
    if pairs:
        rows, columns = np.array(pairs).T
        member = coo_array((np.ones(rows.shape[0]), (rows, columns)), shape=(rows.max() + 1, units.weight.shape[0]))
        rules.append(LinearConstraint(kron(member, here, format="csr"), -np.inf, 1))
    return rules


def _cliques(apart: Bools) -> list[list[int]]:
    """Sets of units all apart from each other that cover every pair, grown greedily: the program's bounds are far tighter so."""
    left, found = np.triu(apart), []
    while left.any():
        one, other = np.argwhere(left)[0].tolist()
        clique, common = [one, other], apart[one] & apart[other]
        while common.any():
            more = int(np.argmax(common * (1 + left.sum(axis=0))))
            clique.append(more)
            common = common & apart[more]
        for a, b in pairwise(range(len(clique) + 1)):
            left[clique[a], clique[b:]] = left[clique[b:], clique[a]] = False
        found.append(clique)
    return found
