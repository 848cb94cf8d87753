"""Every assignment of a tiny demand, one by one."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, product

from cercles_engine.assignment import Problem


def all_assignments(problem: Problem) -> Iterator[tuple[tuple[int, ...], ...]]:
    items, reviewers = problem.shape
    choices = []
    for item in range(items):
        must = {reviewer for row, reviewer in problem.fixed if row == item}
        open_to = [r for r in range(reviewers) if not problem.conflicts[item, r]]
        choices.append([c for c in combinations(open_to, int(problem.per_item[item])) if must <= set(c)])
    for chosen in product(*choices):
        loads = [sum(r in row for row in chosen) for r in range(reviewers)]
        if all(low <= load <= high for low, load, high in zip(problem.load_min, loads, problem.load_max, strict=True)):
            yield chosen


def value(problem: Problem, chosen: tuple[tuple[int, ...], ...]) -> tuple[Fraction, Fraction]:
    """(worst, total) as exact fractions of the scores as they are written."""
    sums = [sum((_written(problem.scores[i, r]) for r in row), Fraction(0)) for i, row in enumerate(chosen)]
    served = [total for total, need in zip(sums, problem.per_item, strict=True) if need]
    return min(served, default=Fraction(0)), sum(sums, Fraction(0))


def _written(score: float) -> Fraction:
    return Fraction(str(float(score)))
