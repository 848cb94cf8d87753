"""The greatest total at a given service of the worst item, over pairs and whole groups.

At prices of loads each item has a best group of its own, and no assignment is worth more than these and the loads together (Lagrange).
Items whose best reviewers serve them well enough are left as pairs; for the few others, every group within a little of the best is
listed. What a pair or a group loses on its item's best, any assignment that holds it loses on the bound: so those that lose more than
lies between the bound and a known answer are left out, and the program over the others nearly always has a whole optimum.
"""

from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import coo_array, csr_array, vstack

from cercles_engine.assignment.demand import Bools, Floats, Ints
from cercles_engine.assignment.groups import TooMany, groups_within
from cercles_engine.assignment.relaxed import LARGEST, SLACK, Service
from cercles_engine.assignment.total import best_columns

WIDTHS, NARROW, WIDER, ROUNDS = (
    (LARGEST * 0.06, LARGEST * 0.02),
    LARGEST * 0.0005,
    4.0,
    24,
)  # narrow: once prices have given all they could
LARGE = 1_000_000  # pairs from which the wider list is not tried
Listed = dict[int, tuple[Ints, Floats]]


@dataclass(frozen=True, eq=False)
class Bound:
    """No assignment exceeds ``value``. ``losses`` (items, reviewers): of pairs of items without groups; ``groups``: of items that have
    them, the reviewers (groups, need) and what each loses, those that lose ``width`` at most."""

    value: float
    losses: Floats
    groups: Listed
    width: float


@dataclass(eq=False)
class Search:
    """At a service ``worst``; ``hard``: the items found to need groups."""

    service: Service
    worst: int
    hard: set[int] = field(default_factory=set)

    def bound(self, prices: Floats, width: float) -> Bound:
        """At these prices of reviewers, scaled. Raises ``TooMany``."""
        net, scale = self.service.net, self.service.scale
        gains = np.where(net.open, net.weights * scale - prices, -np.inf)
        most = int(net.need.max())
        order = best_columns(gains, min(most + 1, gains.shape[1]))
        order = np.take_along_axis(order, np.argsort(-np.take_along_axis(gains, order, axis=1), axis=1), axis=1)
        ranked = np.take_along_axis(gains, order, axis=1)
        within = np.arange(order.shape[1]) < net.need[:, None]
        least = np.where(within, ranked, np.inf).min(axis=1)
        got = np.where(within, np.take_along_axis(net.weights, order, axis=1), 0).sum(axis=1) + self.service.given
        self.hard.update(np.flatnonzero(self.service.counts & (net.need > 0) & (got < self.worst)).tolist())
        values = np.where(within, ranked, 0.0).sum(axis=1)
        losses = np.maximum(least[:, None] - gains, 0.0)
        losses[net.need == 0] = np.inf
        groups: Listed = {}
        for item in sorted(self.hard):
            groups[item], values[item] = self._groups(item, gains[item], width)
            losses[item] = np.inf
        fixed = np.where(prices > 0, net.high * prices, net.low * prices).sum()
        return Bound(float(values.sum() + fixed), losses, groups, width)

    def _groups(self, item: int, gains: Floats, width: float) -> tuple[tuple[Ints, Floats], float]:
        net = self.service.net
        there, least = np.flatnonzero(net.open[item]), self.worst - int(self.service.given[item])
        places, sums = groups_within(
            net.weights[item, there], gains[there], int(net.need[item]), least, self.service.scale, width
        )
        best = float(sums.max())
        return (there[places], best - sums), best

    def renewed(self, bound: Bound, prices: Floats, width: float) -> Bound:
        """The bound at the same prices, again where it was of less width or of fewer hard items."""
        return self.bound(prices, width) if bound.width < width or len(bound.groups) < len(self.hard) else bound

    def refused(self, taken: Bools) -> bool:
        """Whether an item is served too little; it will have groups."""
        short = np.flatnonzero(self.service.counts & (self.service.got(taken) < self.worst))
        self.hard.update(short.tolist())
        return bool(short.size)

    def worth(self, taken: Bools) -> float:
        return float(self.service.net.weights[taken].sum()) * self.service.scale


@dataclass(frozen=True, eq=False)
class Columns:
    """Pairs and groups: ``item`` (columns,) of each, whether it is a ``pair``, and where it holds whom: ``column`` and ``reviewer``."""

    item: Ints
    pair: Bools
    column: Ints
    reviewer: Ints

    @classmethod
    def within(cls, bound: Bound, width: float) -> "Columns":
        item, reviewer = np.nonzero(bound.losses <= width + SLACK)
        items, columns, people, count = [item], [np.arange(item.size)], [reviewer], item.size
        for home, (groups, losses) in bound.groups.items():
            kept = groups[losses <= width + SLACK]
            items.append(np.full(kept.shape[0], home))
            columns.append(np.repeat(np.arange(count, count + kept.shape[0]), kept.shape[1]))
            people.append(kept.ravel())
            count += kept.shape[0]
        whole = np.concatenate(items)
        return cls(whole, np.arange(count) < item.size, np.concatenate(columns), np.concatenate(people))

    def best(self, search: Search, *, whole: bool) -> tuple[Bools | None, Floats] | None:
        """The optimum over these: pairs taken, None where it is not whole, and prices of reviewers where ``whole`` is not asked; None
        where there is no optimum."""
        net = search.service.net
        items, reviewers = net.open.shape
        weights = np.bincount(self.column, net.weights[self.item[self.column], self.reviewer], self.item.size)
        ones = np.ones(self.item.size)
        by_item = csr_array(coo_array((ones, (self.item, np.arange(self.item.size))), shape=(items, self.item.size)))
        loads = csr_array(
            coo_array((np.ones(self.column.size), (self.reviewer, self.column)), shape=(reviewers, self.item.size))
        )
        need = net.need.copy()
        need[sorted(search.hard)] = 1
        solve = _whole if whole else _relaxed
        cost = np.asarray(-weights * search.service.scale, dtype=np.float64)
        found = solve(cost, by_item, need, loads, net.low, net.high)
        if found is None:
            return None
        values, prices = found
        taken = np.zeros_like(net.open)
        chosen = (values > 0.5)[self.column]
        taken[self.item[self.column[chosen]], self.reviewer[chosen]] = True
        load = taken.sum(axis=0)
        right = (taken.sum(axis=1) == net.need).all() and (load >= net.low).all() and (load <= net.high).all()
        fractions = ((values > SLACK) & (values < 1 - SLACK)).any()
        return (None if fractions or not right else taken), prices


def _relaxed(
    cost: Floats, by_item: csr_array, need: Ints, loads: csr_array, low: Ints, high: Ints
) -> tuple[Floats, Floats] | None:
    minimum = low > 0
    found = linprog(
        cost, A_eq=by_item, b_eq=need, A_ub=vstack([loads, -loads[minimum]]) if minimum.any() else loads,
        b_ub=np.concatenate((high, -low[minimum])), bounds=(0, 1), method="highs-ds",
        options={"presolve": False},  # it takes longer than what it saves
    )  # fmt: skip
    if found.status != 0:
        return None
    prices = -found.ineqlin.marginals[: high.size]
    prices[minimum] += found.ineqlin.marginals[high.size :]
    return found.x, prices


def _whole(
    cost: Floats, by_item: csr_array, need: Ints, loads: csr_array, low: Ints, high: Ints
) -> tuple[Floats, Floats] | None:
    rows = [LinearConstraint(by_item, need, need), LinearConstraint(loads, low, high)]
    ones = np.ones(cost.size)
    found = milp(cost, constraints=rows, integrality=ones, bounds=Bounds(0, 1), options={"mip_rel_gap": 0.0})
    return None if found.status != 0 or found.x is None else (np.rint(found.x), np.zeros(high.size))


def best_by_groups(service: Service, prices: Ints, worst: int) -> Bools | None:
    """The assignment of greatest total among those that serve every item ``worst`` units, from prices (reviewers,) in units; None where
    none was found in a few rounds."""
    for width in WIDTHS if service.net.open.size < LARGE else WIDTHS[1:]:
        search = Search(service.above(worst), worst)
        try:
            return _improved(search, np.asarray(prices * service.scale, dtype=np.float64), width)
        except TooMany:
            continue
    return None


def _improved(search: Search, prices: Floats, width: float) -> Bools | None:
    known, whole = -np.inf, False
    best = search.bound(prices, width)
    for _ in range(ROUNDS):
        best = search.renewed(best, prices, width)
        found = Columns.within(best, width).best(search, whole=whole)
        if found is None:
            width *= WIDER
            if width > LARGEST:
                break
            continue
        taken, then = found
        refused = taken is not None and search.refused(taken)
        if taken is not None and not refused:
            known = max(known, search.worth(taken))
            if best.value - known <= width + SLACK:  # whatever is better was looked at
                return taken
        trial = best if whole else search.bound(then, width)
        better = trial.value < best.value - SLACK
        best, prices = (trial, then) if better else (best, prices)
        whole = whole or not (better or refused)  # prices have given all they could
        width = best.value - known if known > -np.inf else NARROW if whole else width
    return None
