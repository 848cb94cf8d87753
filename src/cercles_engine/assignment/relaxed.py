"""The linear program behind ``fair``, over a few pairs, with the prices by which the other pairs are judged.

Variables: one a pair, and the service ``t`` of the worst item. Rows: what each item gets is at least ``t``; loads; needs. Weights are
scaled to a thousand, so that HiGHS' tolerance of 1e-6 stands for 1e-9 of the largest score.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.optimize import LinearConstraint, linprog, milp
from scipy.sparse import csr_array, hstack, vstack

from cercles_engine.assignment.demand import Bools, Floats, Ints, Network
from cercles_engine.assignment.solvers import rows_of
from cercles_engine.assignment.total import best_columns

LARGEST, SLACK, JOINING = 1000.0, 1e-6, 6


@dataclass(frozen=True, eq=False)
class Service:
    """A network, what fixed pairs already give each item (items,), the items that count, and the scale of weights."""

    net: Network
    given: Ints
    counts: Bools
    scale: float

    @classmethod
    def of(cls, net: Network, given: Ints, counts: Bools) -> "Service":
        most = max(float(np.abs(net.weights).max(initial=1)), 1.0)
        return cls(net, given, counts, LARGEST / most)

    def got(self, taken: Bools) -> Ints:
        """(items,): the sum of weights that each item gets, fixed pairs included."""
        return np.asarray(np.where(taken, self.net.weights, 0).sum(axis=1) + self.given, dtype=np.int64)

    def worst(self, taken: Bools) -> int:
        return int(self.got(taken)[self.counts].min())

    def above(self, least: int) -> "Service":
        """Without the pairs that no assignment can hold which serves every item ``least`` units: those too poor for their item, even
        beside its best others."""
        net = self.net
        ordered = np.sort(np.where(net.open, net.weights, np.iinfo(np.int64).min), axis=1)[:, ::-1]
        others = np.arange(ordered.shape[1]) < (net.need - 1)[:, None]
        bar = least - self.given - np.where(others, ordered, 0).sum(axis=1)
        kept = net.open & ((net.weights >= bar[:, None]) | ~self.counts[:, None])
        return replace(self, net=replace(net, open=kept))


@dataclass(frozen=True, eq=False)
class Program:
    """Matrices over pairs ``item[k], reviewer[k]`` and, last, ``t``; sides are of « at most » rows, then of needs."""

    item: Ints
    reviewer: Ints
    weight: Floats
    most: csr_array
    most_sides: Floats
    needs: csr_array
    need_sides: Floats


def program(service: Service, among: Bools, cuts: Iterable[tuple[int, Ints]] = ()) -> Program:
    """``cuts``: (item, reviewers) that together serve the item too little; all of them at once is refused."""
    net = service.net
    item, reviewer = np.nonzero(among)
    weight: Floats = (net.weights[item, reviewer] * service.scale).astype(np.float64)
    loads = _bare(rows_of(reviewer, net.open.shape[1], np.ones(item.size)))
    service_rows = hstack([-rows_of(item, net.need.size, weight), np.ones((net.need.size, 1))], format="csr")
    rows, sides = [service_rows[service.counts]], [(service.given * service.scale)[service.counts]]
    rows += [loads, -loads]
    sides += [net.high.astype(np.float64), -net.low.astype(np.float64)]
    for refused, group in cuts:
        hit = ((item == refused) & np.isin(reviewer, group)).astype(np.float64)
        rows.append(csr_array(np.append(hit, 0.0)[None, :]))
        sides.append(np.array([group.size - 1.0]))
    needs = _bare(rows_of(item, net.need.size, np.ones(item.size)))
    return Program(
        item, reviewer, weight, vstack(rows, format="csr"), np.concatenate(sides), needs, net.need.astype(np.float64)
    )


def _bare(rows: csr_array) -> csr_array:
    return csr_array(hstack([rows, np.zeros((rows.shape[0], 1))], format="csr"))


@dataclass(frozen=True, eq=False)
class Relaxation:
    """``value`` to be made small; ``costs`` (items, reviewers): what taking one pair more would add to it, at least."""

    value: float
    costs: Floats
    among: Bools


def relaxation(service: Service, among: Bools, worst: float | None) -> Relaxation | None:
    """The linear optimum over all open pairs, beginning with some: of ``-t`` when ``worst`` is None, else of minus the total with ``t``
    held at ``worst`` (scaled). None where nothing satisfies the demand."""
    among = among.copy()
    while True:
        lp = program(service, among)
        cost, lower, upper = _ends(lp, worst)
        found = linprog(
            cost, A_ub=lp.most, b_ub=lp.most_sides, A_eq=lp.needs, b_eq=lp.need_sides,
            bounds=np.column_stack((lower, upper)), method="highs",
        )  # fmt: skip
        if found.status == 2:
            if (among == service.net.open).all():
                return None
            among = service.net.open.copy()
            continue
        if found.status != 0:
            raise ArithmeticError(f"HiGHS could not solve a relaxation of {lp.item.size} pairs: {found.message}")
        costs = _costs(service, found, worst is None)
        joining = _joining(service, among, costs)
        if joining is None:
            return Relaxation(float(found.fun), costs, among)
        among |= joining


def _ends(lp: Program, worst: float | None) -> tuple[Floats, Floats, Floats]:
    """Cost, lower and upper bound of each variable."""
    size = lp.item.size
    zeros, ones = np.zeros(size), np.ones(size)
    if worst is None:
        return np.append(zeros, -1.0), np.append(zeros, -np.inf), np.append(ones, np.inf)
    return np.append(-lp.weight, 0.0), np.append(zeros, worst), np.append(ones, worst)


def _costs(service: Service, found: Any, of_worst: bool) -> Floats:
    net, marginals = service.net, found.ineqlin.marginals
    weights = net.weights * service.scale
    kept, reviewers = int(service.counts.sum()), net.open.shape[1]
    by_service = np.zeros(net.need.size)
    by_service[service.counts] = marginals[:kept]
    by_load = marginals[kept : kept + reviewers] - marginals[kept + reviewers : kept + 2 * reviewers]
    own = by_service[:, None] * weights - found.eqlin.marginals[:, None] - by_load[None, :]
    return np.asarray(own if of_worst else own - weights)


def _joining(service: Service, among: Bools, costs: Floats) -> Bools | None:
    gains = np.where(service.net.open & ~among, -costs, 0.0)
    rows = np.flatnonzero(gains.max(axis=1) > SLACK)
    if not rows.size:
        return None
    joining = np.zeros_like(among)
    best = best_columns(gains[rows], min(JOINING, gains.shape[1]))
    joining[rows[:, None], best] = np.take_along_axis(gains[rows], best, axis=1) > SLACK
    return joining


def whole(
    service: Service, among: Bools, worst: float | None, least: float, cuts: Iterable[tuple[int, Ints]] = ()
) -> tuple[Bools, float] | None:
    """The best choice of whole pairs, (items, reviewers), and the bound on its cost; None where there is none.

    Of ``-t`` with ``t`` at least ``least`` when ``worst`` is None, else of minus the total with ``t`` held at ``worst``."""
    lp = program(service, among, cuts)
    cost, lower, upper = _ends(lp, worst)
    lower[-1] = max(lower[-1], least)
    kinds = np.append(np.ones(lp.item.size), 0.0)
    rows = [LinearConstraint(lp.most, -np.inf, lp.most_sides), LinearConstraint(lp.needs, lp.need_sides, lp.need_sides)]
    found = milp(cost, constraints=rows, integrality=kinds, bounds=(lower, upper), options={"mip_rel_gap": 0.0})
    if found.status == 2:
        return None
    if found.status != 0 or found.x is None:
        raise ArithmeticError(f"HiGHS could not solve a program of {lp.item.size} pairs: {found.message}")
    taken = np.zeros_like(service.net.open)
    chosen = found.x[:-1] > 0.5
    taken[lp.item[chosen], lp.reviewer[chosen]] = True
    return taken, float(found.mip_dual_bound)
