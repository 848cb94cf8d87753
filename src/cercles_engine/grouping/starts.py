"""Where anneals begin: compositions drawn at random that satisfy everything."""

from dataclasses import dataclass

import numpy as np

from cercles_engine.grouping.impossible import first_composition
from cercles_engine.grouping.placing import draw
from cercles_engine.grouping.problem import Problem
from cercles_engine.grouping.sizes import sample_sizes
from cercles_engine.grouping.units import Ints, Units, units_of

_TRIES = 3  # greedy draws of sizes to reach, then as many within the bounds


@dataclass(frozen=True, eq=False)
class Starts:
    """``first``: (u,) a composition that fits; every draw that fails gives it again, and the heat of the anneal moves it away."""

    problem: Problem
    units: Units
    first: Ints
    mean: float

    @classmethod
    def of(cls, problem: Problem) -> "Starts":
        """Raises ``Impossible`` with the constraints that contradict each other, or ``Undecided``."""
        group = first_composition(problem)
        units = units_of(problem.members, problem.hard)
        if units is None:
            raise AssertionError("a composition was found")
        first = np.zeros(units.weight.shape[0], np.int64)
        first[units.unit] = group
        pairs = max(1, problem.members * (problem.members - 1))
        return cls(problem, units, first, float(problem.worth.sum()) / pairs)

    def draw(self, random: np.random.Generator, heat: float) -> Ints:
        """Units (u,) in groups of the sizes that the mean distance makes likely at this temperature, in the problem's unit."""
        problem, units = self.problem, self.units
        for _ in range(_TRIES):
            sizes = self._sizes(random, heat)
            if units.plain:
                return random.permutation(np.repeat(np.arange(problem.groups), sizes))
            group = draw(units, sizes, sizes, random)
            if group is not None:
                return group
        for _ in range(_TRIES):
            group = draw(units, problem.lower, problem.upper, random)
            if group is not None:
                return group
        return self.first

    def _sizes(self, random: np.random.Generator, heat: float) -> Ints:
        mean = self.mean or 1e-9
        ratio = max(heat / abs(mean), 0.01) * np.sign(mean)
        return sample_sizes(
            self.problem.lower, self.problem.upper, self.problem.members, heat=float(ratio), random=random
        )
