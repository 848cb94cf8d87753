"""All the groups of reviewers, within a little of the best, that serve an item well enough.

What makes fairness hard is the few items that their best reviewers would serve badly at the prices of loads: there the relaxation over
pairs mixes good and poor reviewers by fractions. Over whole groups it cannot (Dantzig and Wolfe 1960), and groups far from the best at
these prices belong to no better assignment.
"""

import numpy as np

from cercles_engine.assignment.demand import Floats, Ints

MOST = 50_000  # groups begun at once for an item; above, somebody else must answer
CLOSE = 1e-6


class TooMany(Exception):
    """The item has too many groups to list."""


def groups_within(
    weights: Ints, gains: Floats, need: int, least: int, scale: float, width: float
) -> tuple[Ints, Floats]:
    """The groups of ``need`` reviewers whose ``weights`` (reviewers,) sum to ``least`` or more and whose ``gains`` (reviewers,) sum to
    within ``width`` of the greatest such sum: their places (groups, need), and these sums. Raises ``TooMany``.

    ``gains`` are weights times ``scale``, less the prices of loads. At least one group must serve the item.
    """
    price, bound = _price_of_service(np.asarray(weights * scale, dtype=np.float64), gains, need, least * scale)
    below = width
    while True:
        places, sums = _listed(weights, gains, need, least, bound - below - CLOSE, (price, price * scale))
        if not sums.size:
            below = 3 * below or scale  # the bound may be out of reach: without a width, step by a unit of service
        elif sums.max() - width >= bound - below - CLOSE / 2:  # the same number, but for what rounding takes from it
            kept = sums >= sums.max() - width - CLOSE
            return places[kept], sums[kept]
        else:
            below = bound - float(sums.max()) + width


def _price_of_service(weights: Floats, gains: Floats, need: int, least: float) -> tuple[float, float]:
    """What a unit of service is worth at the best, and the bound that it gives: no group that serves enough gains more."""

    def best(price: float) -> tuple[float, float]:
        worth = gains + price * weights
        chosen = np.argpartition(-worth, need - 1)[:need]
        return float(gains[chosen].sum()), float(weights[chosen].sum()) - least

    short = best(0.0)
    if short[1] >= 0:
        return 0.0, short[0]
    chosen = np.argpartition(-weights, need - 1)[:need]
    enough = float(gains[chosen].sum()), float(weights[chosen].sum()) - least
    while True:
        price = (short[0] - enough[0]) / (enough[1] - short[1])
        bound = short[0] + price * short[1]
        found = best(price)
        if found[0] + price * found[1] <= bound + CLOSE:
            return price, max(bound, found[0] + price * found[1])
        if found[1] >= 0:
            enough = found
        else:
            short = found


def _listed(
    weights: Ints, gains: Floats, need: int, least: int, floor: float, prices: tuple[float, float]
) -> tuple[Ints, Floats]:
    """Groups that serve ``least`` and gain ``floor``, begun with one reviewer and completed one by one: those that could not be
    completed, by any of three bounds, are left."""
    worth = gains + prices[1] * weights
    order = np.argsort(-worth, kind="stable")
    weights, gains, worth = weights[order], gains[order], worth[order]
    heaviest, richest = (np.maximum.accumulate(values[::-1])[::-1] for values in (weights, gains))
    until = np.concatenate(([0.0], np.cumsum(worth)))
    goal = floor + prices[1] * least - CLOSE
    groups, last = np.zeros((1, 0), np.int64), np.full(1, -1)
    for left in range(need - 1, -1, -1):
        room = weights.size - left
        windows = until[left + 1 : left + 1 + room] - until[:room]  # the best that one place and those after it can add
        reach = np.searchsorted(-windows, worth[groups].sum(axis=1) - goal, side="right")
        counts = np.maximum(reach - last - 1, 0)
        if counts.sum() > MOST:
            raise TooMany
        begun = np.repeat(np.arange(last.size), counts)
        last = np.arange(begun.size) - np.repeat(np.cumsum(counts) - counts - last - 1, counts)
        groups = np.column_stack((groups[begun], last))
        after = np.minimum(last + 1, weights.size - 1)
        serves = weights[groups].sum(axis=1) + left * heaviest[after] >= least
        kept = serves & (gains[groups].sum(axis=1) + left * richest[after] >= floor)
        groups, last = groups[kept], last[kept]
    return np.asarray(order[groups]), np.asarray(gains[groups].sum(axis=1))
