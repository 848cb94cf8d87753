"""The greatest total, exactly: a flow over a few promising pairs, and prices that call in every pair that could still gain.

Most pairs are far from any good assignment. The flow is solved over the best few of each item and of each reviewer; its prices are
then held against *all* pairs, those that could gain join, and so on until none could: the prices prove the whole then.
"""

from dataclasses import dataclass

import numpy as np

from cercles_engine.assignment.demand import Bools, Ints, Network
from cercles_engine.assignment.exchange import improved
from cercles_engine.assignment.feasibility import any_flow
from cercles_engine.assignment.prices import Prices
from cercles_engine.assignment.solvers import Solver, best_among, chosen

PROMISING, JOINING = 8, 6  # pairs of an item beyond its need at the start; those that join in a round


@dataclass(frozen=True, eq=False)
class Best:
    """Which pairs (items, reviewers) are taken, the prices that prove it, how many pairs were looked at and in how many rounds."""

    taken: Bools
    prices: Prices
    looked_at: int
    rounds: int


def best_total(net: Network, solver: Solver = "auto") -> Best:
    """The assignment of greatest total weight; raises ``Infeasible`` where there is none."""
    flows = chosen(solver)
    among, rounds = promising(net), 0
    while True:
        rounds += 1
        item, reviewer = np.nonzero(among)
        choice = best_among(net, item, reviewer, flows)
        if choice is None:
            among |= any_flow(net)
            continue
        choice, prices = improved(net, item, reviewer, choice)
        joining = _joining(net, among, prices)
        if joining is None:
            taken = np.zeros_like(net.open)
            taken[item[choice], reviewer[choice]] = True
            return Best(taken, prices, item.size, rounds)
        among |= joining


def promising(net: Network) -> Bools:
    """Open pairs among the best of their item or of their reviewer."""
    items, reviewers = net.open.shape
    wide = int(net.need.max(initial=0)) + PROMISING
    deep = int(net.need.sum()) // reviewers + PROMISING
    if wide >= reviewers or deep >= items:
        return net.open.copy()
    weights = np.where(net.open, net.weights, np.iinfo(np.int64).min)
    among = np.zeros_like(net.open)
    np.put_along_axis(among, best_columns(weights, wide), True, axis=1)
    turned = np.zeros((reviewers, items), dtype=np.bool_)
    np.put_along_axis(turned, best_columns(np.ascontiguousarray(weights.T), deep), True, axis=1)
    return np.asarray((among | turned.T) & net.open, dtype=np.bool_)


def best_columns(weights: Ints, count: int) -> Ints:
    """(rows, count): the columns of the greatest values of each row, in no order."""
    last = weights.shape[1] - count
    return np.asarray(np.argpartition(weights, last, axis=1)[:, last:], dtype=np.int64)


def _joining(net: Network, among: Bools, prices: Prices) -> Bools | None:
    """The pairs outside that gain most at these prices, a few for each item; None where no pair gains."""
    gains = np.where(net.open & ~among, prices.gains(net), 0)
    rows = np.flatnonzero(gains.max(axis=1) > 0)
    if not rows.size:
        return None
    joining = np.zeros_like(among)
    best = best_columns(gains[rows], min(JOINING, gains.shape[1]))
    joining[rows[:, None], best] = np.take_along_axis(gains[rows], best, axis=1) > 0
    return joining
