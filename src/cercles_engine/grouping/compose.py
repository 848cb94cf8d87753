"""The one call: compose groups for a problem, for a number of steps or until told to stop."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cercles_engine.grouping import kernel
from cercles_engine.grouping.model import model_of
from cercles_engine.grouping.problem import Problem
from cercles_engine.grouping.search import Search
from cercles_engine.grouping.sizes import sample_sizes


@dataclass(frozen=True)
class Progress:
    """Steps made so far, and the value of the best groups met."""

    steps: int
    value: float


@dataclass(frozen=True)
class Answer:
    """groups: members of each group, ascending. value: sum of the distances inside groups. steps: those made."""

    groups: tuple[tuple[int, ...], ...]
    value: float
    steps: int


def compose(
    problem: Problem,
    *,
    seed: int,
    iterations: int | None = None,
    stop: Callable[[], bool] | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Answer:
    """Groups whose value is as great as the search finds; sizes are always within their bounds.

    The answer depends on the problem, the seed and the number of steps made, on nothing else. ``iterations`` is that number;
    ``stop`` is asked every few thousandths of a second and ends the search when it says so (a deadline, a button); one of them
    is needed. ``progress`` is called as often, and always once. Raises ValueError where no sizes fit.
    """
    if iterations is None and stop is None:
        raise ValueError("say when to end: a number of iterations, or a stop")
    search = _search(problem, seed, float("inf") if iterations is None else float(iterations))
    for _ in search.run():
        if progress is not None:
            progress(Progress(search.steps, search.value / search.model.scale))
        if stop is not None and stop():
            break
    return _answer(problem, search)


def _search(problem: Problem, seed: int, limit: float) -> Search:
    model = model_of(problem)
    mean = float(model.distance.sum(dtype=np.float64)) / max(1, problem.members * (problem.members - 1))

    def start(random: np.random.Generator, heat: float) -> npt.NDArray[np.int64]:
        """Members in any order, in groups of the sizes that their mean distance makes likely at this temperature."""
        heat = max(heat, abs(mean) / 100, 1.0) / (mean or 1e-9)
        sizes = sample_sizes(problem.lower, problem.upper, problem.members, heat=heat, random=random)
        return random.permutation(np.repeat(np.arange(problem.groups), sizes))

    loop, chunk = kernel.load()
    return Search(model, start, loop, chunk, np.random.default_rng(seed), limit)


def _answer(problem: Problem, search: Search) -> Answer:
    group = search.group
    groups = tuple(tuple(np.flatnonzero(group == k).tolist()) for k in range(problem.groups))
    return Answer(groups=groups, value=problem.value(group), steps=search.steps)
