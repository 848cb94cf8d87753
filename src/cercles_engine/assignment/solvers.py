"""The best flow over a few pairs, by OR-tools' min-cost flow or by SciPy's HiGHS.

Both are asked for the same flow of whole units. HiGHS works in floating point, so what it leaves of a better exchange, however
small, is removed by ``prices``: the value is the same whichever answered.
"""

from typing import Any, Literal

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array, csr_array, vstack

from cercles_engine.assignment.demand import Bools, Floats, Ints, Network
from cercles_engine.optional import library

Solver = Literal["auto", "ortools", "highs"]


def chosen(solver: Solver) -> Any | None:
    """OR-tools' module of flows, or None for HiGHS. ``auto`` takes what is installed."""
    if solver == "highs":
        return None
    module = library("ortools.graph.python.min_cost_flow", instead="SciPy's HiGHS")
    if module is None and solver == "ortools":
        raise ValueError("OR-tools is not installed: ask for solver='highs' or 'auto'")
    return module


def best_among(net: Network, item: Ints, reviewer: Ints, flows: Any | None) -> Bools | None:
    """Which of the pairs ``(item[k], reviewer[k])`` to take, (pairs,); None where these pairs cannot satisfy the demand."""
    if not item.size:
        return None if net.need.any() or net.low.any() else np.zeros(0, dtype=np.bool_)
    return _by_highs(net, item, reviewer) if flows is None else _by_flow(net, item, reviewer, flows)


def _by_flow(net: Network, item: Ints, reviewer: Ints, flows: Any) -> Bools | None:
    items, reviewers = net.open.shape
    total = int(net.need.sum())
    beyond = items + reviewers
    spare = total - int(net.low.sum())
    if spare < 0:
        return None
    people = items + np.arange(reviewers)
    free = np.zeros(reviewers, dtype=np.int64)
    flow = flows.SimpleMinCostFlow()
    cost = -net.weights[item, reviewer]
    arcs = flow.add_arcs_with_capacity_and_unit_cost(item, items + reviewer, np.ones_like(item), cost)
    flow.add_arcs_with_capacity_and_unit_cost(people, np.full(reviewers, beyond), net.high - net.low, free)
    nodes = np.arange(beyond + 1)
    flow.set_nodes_supplies(nodes, np.concatenate((net.need, -net.low, [-spare])))
    status = flow.solve()
    if status == flow.INFEASIBLE:
        return None
    if status != flow.OPTIMAL:
        raise ArithmeticError(f"OR-tools could not solve a flow of {item.size} pairs: {status.name}")
    return np.asarray(flow.flows(arcs) > 0, dtype=np.bool_)


def rows_of(index: Ints, size: int, values: Floats | Ints) -> csr_array:
    """The table (size, pairs) that sums ``values`` (pairs,) over the pairs of each index."""
    columns = np.arange(index.size)
    return csr_array(coo_array((values.astype(np.float64), (index, columns)), shape=(size, index.size)))


def _by_highs(net: Network, item: Ints, reviewer: Ints) -> Bools | None:
    items, reviewers = net.open.shape
    ones = np.ones(item.size)
    loads = rows_of(reviewer, reviewers, ones)
    minimum = net.low > 0
    found = linprog(
        -_near_one(net.weights[item, reviewer]),
        A_ub=vstack([loads, -loads[minimum]]) if minimum.any() else loads,
        b_ub=np.concatenate((net.high, -net.low[minimum])),
        A_eq=rows_of(item, items, ones),
        b_eq=net.need,
        bounds=(0, 1),
        method="highs-ds",
        options={"dual_feasibility_tolerance": 1e-10},
    )
    if found.status == 2:
        return None
    if found.status != 0:
        raise ArithmeticError(f"HiGHS could not solve a flow of {item.size} pairs: {found.message}")
    return np.asarray(found.x > 0.5, dtype=np.bool_)


def _near_one(weights: Ints) -> Floats:
    return weights / max(float(np.abs(weights).max(initial=0)), 1.0)
