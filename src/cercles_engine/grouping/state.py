"""What the search moves: units, groups, and the gain matrix, in integers.

A *unit* is a member, or several members who must stay together. Distances are scaled to integers, so that sums are exact in
any order: Numba and NumPy then give the same answer, and a long search does not drift.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.integer]

NOISE = 4096  # length of the table of random numbers that a step reads from a random place
VALUE, BEST, WORD, STIR, ASTRAY = range(5)  # places in ``State.tally``


class State(NamedTuple):
    """u units, G groups, c kinds of unit. ``whole`` is int32 or int64: see ``model``.

    distance (u, u) whole: between units, diagonal 0.
    gain (G, u) whole: what unit j brings, or would bring, to group k. own (u,) whole: ``gain[group[j], j]``.
    group, cell (u,) uint16: the group of a unit, and ``group * c + kind``.
    kind (u,) uint16; weight (c,): members in a unit of that kind; still (c,): whether it may not move. movable (m,): units that may.
    size (G,): members. price (G, n + 1) whole: what a size costs, 0 within bounds, ``-forbidden`` where it may not be.
    apart (p, 2): units that must not meet. best (u,): the groups of the best state met that breaks nothing.
    tally (5,): value, best value, random word, sum of the absolute changes made, sum of the prices of sizes.
    """

    distance: Ints
    gain: Ints
    own: Ints
    group: Ints
    cell: Ints
    kind: Ints
    weight: Ints
    still: npt.NDArray[np.bool_]
    movable: Ints
    apart: Ints
    size: Ints
    price: Ints
    best: Ints
    tally: Ints


def forbidden(whole: npt.DTypeLike) -> int:
    """A key so low that it is never chosen, and that no sum carries past the integer's end."""
    return -(1 << (np.iinfo(np.dtype(whole)).bits - 3)) * 2
