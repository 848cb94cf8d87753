"""Scores as whole numbers, so that sums and comparisons are exact."""

from dataclasses import dataclass

import numpy as np

from cercles_engine.assignment.demand import Floats, Ints, Network, Problem

DECIMALS = 9


@dataclass(frozen=True)
class Units:
    """``weight / per_point`` is the score. ``rounding`` bounds what one weight lost: 0 where every score is a short decimal."""

    weights: Ints
    per_point: int
    rounding: float


def in_units(problem: Problem) -> Units:
    """Weights (items, reviewers) such that no sum along a path or over an assignment leaves 62 bits.

    Scores with at most nine decimals become exactly that decimal. Others are multiplied by the greatest power of two that fits, 2^40
    to 2^52 for scores around one, and lose at most half a unit each.
    """
    scores, most = problem.scores, float(np.abs(problem.scores).max())
    longest = int(problem.per_item.sum()) + sum(problem.shape) + 4
    room = 2**60 // longest
    for power in range(DECIMALS + 1):
        if most * 10**power < min(room, 2**52) and _is_decimal(scores, 10**power):
            return Units(np.rint(scores * 10**power).astype(np.int64), 10**power, 0.0)
    exponent = int(np.floor(np.log2(room) - np.log2(most)))
    if exponent < 0:
        raise ValueError("scores are too large: divide them all by the same number")
    weights = np.rint(np.ldexp(scores, exponent)).astype(np.int64)
    exact = bool((np.ldexp(weights.astype(np.float64), -exponent) == scores).all())
    return Units(weights, 2**exponent, 0.0 if exact else float(np.ldexp(0.5, -exponent)))


def _is_decimal(scores: Floats, per_point: int) -> bool:
    first = scores[0] if scores.shape[0] > 1 else scores  # a row is enough to refuse, all are needed to accept
    return all(bool((np.rint(part * per_point) / per_point == part).all()) for part in (first, scores))


def network_of(problem: Problem, weights: Ints) -> Network:
    """What is left to decide: fixed pairs are taken away with the need and the load that they use."""
    need, low, high = problem.per_item.copy(), problem.load_min.copy(), problem.load_max.copy()
    allowed = ~problem.conflicts
    for item, reviewer in problem.fixed:
        need[item] -= 1
        low[reviewer] -= 1
        high[reviewer] -= 1
        allowed[item, reviewer] = False
    return Network(weights, allowed, problem.conflicts, need, np.maximum(low, 0), high)
