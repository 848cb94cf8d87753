"""The one call: compose groups for a problem, for a number of steps or until told to stop."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from cercles_engine.grouping import kernel
from cercles_engine.grouping.model import model_of
from cercles_engine.grouping.problem import Ints, Problem
from cercles_engine.grouping.search import Search
from cercles_engine.grouping.starts import Starts


@dataclass(frozen=True)
class Progress:
    """Steps made so far, and the value of the best groups met."""

    steps: int
    value: float


@dataclass(frozen=True)
class Answer:
    """groups: members of each group, ascending. value: distances inside groups less penalties. steps: those made.

    penalty: what pairs who sat together before cost, so ``diversity`` is ``value + penalty``.
    """

    groups: tuple[tuple[int, ...], ...]
    value: float
    penalty: float
    steps: int

    @property
    def diversity(self) -> float:
        """Sum of the distances inside groups."""
        return self.value + self.penalty


def compose(
    problem: Problem,
    *,
    seed: int,
    iterations: int | None = None,
    stop: Callable[[], bool] | None = None,
    progress: Callable[[Progress], None] | None = None,
    start: Sequence[Sequence[int]] | None = None,
) -> Answer:
    """Groups whose value is as great as the search finds; sizes and hard constraints always hold.

    The answer depends on the problem, the seed, the start and the number of steps made, on nothing else. ``iterations`` is that
    number; ``stop`` is asked every few thousandths of a second and ends the search when it says so (a deadline, a button); one of
    them is needed. ``progress`` is called as often, and always once. ``start``: groups that fit, made by hand or earlier; the
    answer is never worse. Raises ``Impossible`` (a ValueError) with a smallest contradictory set where nothing fits, ``Undecided``
    where that could not be settled, ValueError where ``start`` does not fit.
    """
    if iterations is None and stop is None:
        raise ValueError("say when to end: a number of iterations, or a stop")
    if iterations is not None and iterations < 0:
        raise ValueError(f"the number of iterations must be zero or more, not {iterations}")
    given = None if start is None else _given(problem, start)
    starts = Starts.of(problem)
    search = _search(problem, starts, given, seed, float("inf") if iterations is None else float(iterations))
    for _ in search.run():
        if progress is not None:
            progress(Progress(search.steps, search.value / search.model.scale + search.model.inner))
        if stop is not None and stop():
            break
    return answer_of(problem, search.group[starts.units.unit], search.steps)


def answer_of(problem: Problem, group: Ints, steps: int) -> Answer:
    """The groups (n,) of members as an answer."""
    groups = tuple(tuple(np.flatnonzero(group == k).tolist()) for k in range(problem.groups))
    return Answer(groups, problem.value(group), problem.penalty_of(group), steps)


def places_of(problem: Problem, groups: Sequence[Sequence[int]]) -> Ints:
    """The group (n,) of each member; raises ValueError where somebody is missing, unknown or placed twice."""
    named = [(member, k) for k, members in enumerate(groups) for member in members]
    if len(groups) != problem.groups or sorted(member for member, _k in named) != list(range(problem.members)):
        raise ValueError(f"{problem.groups} groups must hold each of the {problem.members} members once")
    return np.array([k for _member, k in sorted(named)], dtype=np.int64)


def _given(problem: Problem, groups: Sequence[Sequence[int]]) -> Ints:
    group = places_of(problem, groups)
    if not problem.fits(group):
        raise ValueError("the groups to begin with break a bound or a constraint")
    return group


def _search(problem: Problem, starts: Starts, given: Ints | None, seed: int, limit: float) -> Search:
    loop, chunk = kernel.load()
    units = starts.units
    if given is not None:
        _first, at = np.unique(units.unit, return_index=True)
        given = given[at]
    model = model_of(problem, units)
    return Search(model, starts.draw, loop, chunk, np.random.default_rng(seed), limit, given)
