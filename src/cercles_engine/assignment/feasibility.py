"""Whether anything satisfies the demand, and if not, which items and reviewers make it impossible: a minimum cut.

A set of items is short when what it needs exceeds what its reviewers can carry plus the pairs it has outside them (Hall's condition
with capacities; Ford and Fulkerson 1956). The cut nearest the items is taken, so the sets named are the smallest ones of their kind.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import breadth_first_order, connected_components, maximum_flow

from cercles_engine.assignment.demand import Bools, Ints, Network, Problem

Kind = Literal["items_short", "reviewers_short", "fixed_item", "fixed_reviewer"]


@dataclass(frozen=True)
class Cause:
    """Why nothing fits.

    ``items_short``: ``items`` need ``needed`` reviewers, and get at most ``available``: ``reviewers``, who are theirs, are full, and
    the rest is every pair they may form with anyone else. ``reviewers_short``: the minimum loads of ``reviewers`` ask for ``needed``
    pairs and the items open to them give ``available``. ``fixed_item``, ``fixed_reviewer``: fixed pairs exceed a need or a load.
    ``conflicts``: the pairs (item, reviewer) whose conflict, if it were lifted, would each make one more available.
    """

    kind: Kind
    items: tuple[int, ...]
    reviewers: tuple[int, ...]
    needed: int
    available: int
    conflicts: tuple[tuple[int, int], ...] = ()

    def __str__(self) -> str:
        apart = sorted({reviewer for _item, reviewer in self.conflicts})
        return self._shortage() + (f"; conflicts with reviewers {apart} stand in the way" if apart else "")

    def _shortage(self) -> str:
        if self.kind == "items_short":
            full = f"; reviewers {list(self.reviewers)} would be full" if self.reviewers else ""
            return f"items {list(self.items)} need {self.needed} reviewers and can get {self.available}{full}"
        if self.kind == "reviewers_short":
            return f"reviewers {list(self.reviewers)} must take {self.needed} items and can get {self.available}"
        who = f"item {self.items[0]}" if self.kind == "fixed_item" else f"reviewer {self.reviewers[0]}"
        return f"{who} has {self.needed} fixed pairs for {self.available} places"


class Infeasible(ValueError):
    """No assignment satisfies the demand; ``causes`` says why, each cause being enough."""

    def __init__(self, causes: tuple[Cause, ...]) -> None:
        super().__init__("; ".join(str(cause) for cause in causes))
        self.causes = causes


def refuse_fixed(problem: Problem) -> None:
    """Raise where fixed pairs alone exceed the need of an item or the load of a reviewer."""
    pairs = np.array(problem.fixed, dtype=np.int64).reshape(-1, 2)
    items, reviewers = problem.shape
    by_item = np.bincount(pairs[:, 0], minlength=items)
    by_reviewer = np.bincount(pairs[:, 1], minlength=reviewers)
    causes = [
        Cause("fixed_item", (int(i),), (), int(by_item[i]), int(problem.per_item[i]))
        for i in np.flatnonzero(by_item > problem.per_item)
    ]
    causes += [
        Cause("fixed_reviewer", (), (int(r),), int(by_reviewer[r]), int(problem.load_max[r]))
        for r in np.flatnonzero(by_reviewer > problem.load_max)
    ]
    if causes:
        raise Infeasible(tuple(causes))


def any_flow(net: Network) -> Bools:
    """Pairs (items, reviewers) that satisfy the demand, whatever they are worth; raises :class:`Infeasible` where there are none.

    Time grows with the number of open pairs: half a second for three million.
    """
    total = int(net.need.sum())
    capacity = _capacities(net, total)
    last = capacity.shape[0] - 1
    found = maximum_flow(capacity, 0, last)
    if found.flow_value < total or net.low.sum() > total:
        raise Infeasible(tuple(_causes(net, capacity - found.flow)))
    items, reviewers = net.open.shape
    pairs = found.flow[1 : items + 1, items + 1 : items + reviewers + 1].toarray() > 0
    return np.asarray(pairs, dtype=np.bool_)


def _capacities(net: Network, total: int) -> csr_array:
    """Source 0, items, reviewers, a node for what goes beyond the minimum loads, sink."""
    items, reviewers = net.open.shape
    beyond, sink = items + reviewers + 1, items + reviewers + 2
    item, reviewer = np.nonzero(net.open)
    people = items + 1 + np.arange(reviewers)
    to_sink, to_beyond = np.full(reviewers, sink), np.full(reviewers, beyond)
    tails = np.r_[np.zeros(items), item + 1, people, people, beyond]
    heads = np.r_[1 + np.arange(items), reviewer + items + 1, to_sink, to_beyond, sink]
    spare = max(total - int(net.low.sum()), 0)
    sizes = np.r_[net.need, np.ones(item.size), net.low, net.high - net.low, spare]
    shape = (sink + 1, sink + 1)
    return csr_array(coo_array((sizes.astype(np.int32), (tails.astype(np.int32), heads.astype(np.int32))), shape=shape))


def _causes(net: Network, residual: csr_array) -> Iterator[Cause]:
    items, reviewers = net.open.shape
    residual = csr_array(residual)
    residual.eliminate_zeros()
    reached = np.zeros(residual.shape[0], dtype=np.bool_)
    reached[breadth_first_order(residual, 0, return_predecessors=False)] = True
    ours, full = reached[1 : items + 1], reached[items + 1 : items + reviewers + 1]
    if not reached[items + reviewers + 1] and ours.any():
        yield from _short_items(net, ours, full)
    else:
        others = ~full & (net.low > 0)
        available = int(net.need[~ours].sum()) + int(net.open[np.ix_(ours, ~full)].sum())
        apart = _pairs(net.conflicts, ours, others)
        yield Cause("reviewers_short", (), _indices(others), int(net.low[others].sum()), available, apart)


def _short_items(net: Network, ours: Bools, full: Bools) -> Iterator[Cause]:
    """One cause for each group of items that no shared reviewer ties to the others."""
    items, reviewers = net.open.shape
    item, reviewer = np.nonzero(net.open & ours[:, None] & full)
    size = items + reviewers
    ties = coo_array((np.ones(item.size, dtype=np.int8), (item, items + reviewer)), shape=(size, size))
    group = connected_components(csr_array(ties), directed=False)[1]
    for label in sorted(set(group[:items][ours].tolist())):
        mine, theirs = ours & (group[:items] == label), full & (group[items:] == label)
        needed = int(net.need[mine].sum())
        available = int(net.high[theirs].sum()) + int(net.open[np.ix_(mine, ~full)].sum())
        if needed > available:
            apart = _pairs(net.conflicts, mine, ~full)
            yield Cause("items_short", _indices(mine), _indices(theirs), needed, available, apart)


def _pairs(table: Bools, items: Bools, reviewers: Bools) -> tuple[tuple[int, int], ...]:
    found = np.argwhere(table & items[:, None] & reviewers[None, :])
    return tuple((item, reviewer) for item, reviewer in found.tolist())


def _indices(mask: Bools | Ints) -> tuple[int, ...]:
    return tuple(int(index) for index in np.flatnonzero(mask))
