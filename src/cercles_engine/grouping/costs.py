"""What each constraint costs: the value of the composition that could be had without it, less that of the answer.

Both are found by search, not proved best, so fairness is all: the answer first gets as many steps more, with every constraint, as each
composition without one; every search begins at the best answer so far; and all compositions found are compared for every question,
since one found without a constraint may happen to respect it. So a cost is never negative, never more than that of all constraints
together, and is a *lower bound of what lifting the constraint would bring to this answer*: more steps can only find more. On tiny
problems, where the search finds the true best, it is exact. Costs of several constraints do not add up: they may hold the same members
back.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cercles_engine.grouping.compose import Answer, answer_of, compose, places_of
from cercles_engine.grouping.constraints import Constraint
from cercles_engine.grouping.problem import Ints, Problem


@dataclass(frozen=True)
class Cost:
    """``lost`` of the value because of ``constraint``; ``groups``: the composition without it."""

    constraint: Constraint
    lost: float
    groups: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Costs:
    """answer: the best that respects everything, which may be better than the one given. each: in the order asked.

    altogether: lost because of all of them at once, None where the stop came first.
    """

    answer: Answer
    each: tuple[Cost, ...]
    altogether: float | None


def costs(
    problem: Problem,
    answer: Answer,
    *,
    seed: int,
    iterations: int,
    of: Sequence[Constraint] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Costs:
    """What some constraints cost (see the module), by default those that are hard and the earlier compositions.

    Bounds of groups may be asked too, from ``problem.constraints``: lifting one lets its group take everybody. ``iterations``: steps
    of each search, two searches more than constraints. ``stop`` is asked all along; constraints it leaves out are not told.
    """
    asked = (*problem.hard, *(one for one in problem.constraints if one.code == "earlier")) if of is None else tuple(of)
    without_all = problem
    for constraint in asked:
        without_all = without_all.without(constraint)
    relaxed = [problem.without(constraint) for constraint in asked]
    pool, searched = [places_of(problem, answer.groups)], 0
    for one in (problem, without_all, *relaxed):
        if searched and stop is not None and stop():
            break
        start = answer_of(problem, _best(problem, pool), 0).groups
        found = compose(one, seed=seed, iterations=iterations, stop=stop, start=start)
        pool.append(places_of(problem, found.groups))
        searched += 1
    best = answer_of(problem, _best(problem, pool), answer.steps)
    each = tuple(
        _cost(best, one, constraint, pool)
        for one, constraint in zip(relaxed[: max(0, searched - 2)], asked, strict=False)
    )
    altogether = without_all.value(_best(without_all, pool)) - best.value if searched > 1 else None
    return Costs(best, each, altogether)


def _best(problem: Problem, pool: list[Ints]) -> Ints:
    return max((group for group in pool if problem.fits(group)), key=problem.value)


def _cost(best: Answer, relaxed: Problem, constraint: Constraint, pool: list[Ints]) -> Cost:
    free = answer_of(relaxed, _best(relaxed, pool), best.steps)
    return Cost(constraint, free.value - best.value, free.groups)
