"""The answer to a demand, under one of two objectives, with its proof."""

from dataclasses import dataclass
from fractions import Fraction
from math import fsum
from typing import Literal

import numpy as np

from cercles_engine.assignment.demand import Bools, Problem
from cercles_engine.assignment.fair import best_fair
from cercles_engine.assignment.feasibility import refuse_fixed
from cercles_engine.assignment.solvers import Solver
from cercles_engine.assignment.total import best_total
from cercles_engine.assignment.units import Units, in_units, network_of

Objective = Literal["total", "fair"]


@dataclass(frozen=True, eq=False)
class Assignment:
    """``reviewers`` of each item, in growing order; ``total`` of all scores; ``worst``: the smallest sum of scores of an item that needs
    reviewers (0 where none does); ``bound``: no assignment has a greater total (objective ``total``), or none among those whose worst
    item is as well served (``fair``); ``worst_bound``: no assignment serves its worst item better (``fair``; infinity for ``total``).
    """

    objective: Objective
    reviewers: tuple[tuple[int, ...], ...]
    taken: Bools
    total: float
    worst: float
    bound: float
    worst_bound: float


def assign(problem: Problem, *, objective: Objective = "total", solver: Solver = "auto") -> Assignment:
    """The best assignment, exactly.

    ``total``: the greatest sum of scores; the proof is in whole units (see ``prices``), so ``bound`` equals ``total`` up to the
    rounding of scores that no short decimal writes: at most 2^-40 a pair for scores around one.

    ``fair``: first the greatest ``worst``, then the greatest total; two sums that differ by less than 1e-9 of the largest score
    may be taken for equal in the proof, never in the values. Raises ``Infeasible`` with its causes.
    """
    if objective not in ("total", "fair"):
        raise ValueError(f"objective must be 'total' or 'fair', not {objective!r}")
    refuse_fixed(problem)
    units = in_units(problem)
    net = network_of(problem, units.weights)
    best = best_total(net, solver)
    whole = best.prices.bound(net)
    if objective == "total":
        return _answer(problem, units, objective, best.taken, whole, np.inf)
    fair = best_fair(problem, net, best, units)
    return _answer(problem, units, objective, fair.taken, fair.total_bound, fair.worst_bound)


def _answer(
    problem: Problem, units: Units, objective: Objective, open_taken: Bools, bound: int, worst_bound: float
) -> Assignment:
    taken = open_taken.copy()
    for item, reviewer in problem.fixed:
        taken[item, reviewer] = True
        bound += int(units.weights[item, reviewer])
    reviewers = tuple(tuple(int(r) for r in np.flatnonzero(row)) for row in taken)
    pairs = int(taken.sum())
    proven = float(Fraction(bound, units.per_point)) + pairs * units.rounding
    worst = worst_bound if np.isinf(worst_bound) else float(Fraction(int(worst_bound), units.per_point))
    return Assignment(
        objective, reviewers, taken, total_of(problem, units, taken), worst_of(problem, units, taken), proven, worst
    )


def total_of(problem: Problem, units: Units, taken: Bools) -> float:
    """The sum of the scores of the pairs ``taken`` (items, reviewers), rounded once."""
    return _sum(problem, units, taken)


def worst_of(problem: Problem, units: Units, taken: Bools) -> float:
    """The smallest sum of an item that needs reviewers; 0 where none does."""
    rows = np.flatnonzero(problem.per_item)
    return min((_sum(problem, units, taken, int(row)) for row in rows), default=0.0)


def _sum(problem: Problem, units: Units, taken: Bools, item: int | None = None) -> float:
    rows = slice(None) if item is None else slice(item, item + 1)
    if units.rounding:
        return fsum(problem.scores[rows][taken[rows]].tolist())
    return float(Fraction(int(units.weights[rows][taken[rows]].sum()), units.per_point))
