"""Which inner loop runs: Numba's where it is installed, NumPy's otherwise, with one warning."""

from collections.abc import Callable
from importlib import import_module

import numpy as np

from cercles_engine.grouping import plain
from cercles_engine.grouping.model import model_of, state_of
from cercles_engine.grouping.problem import Problem
from cercles_engine.grouping.state import NOISE, Ints, State
from cercles_engine.grouping.units import units_of
from cercles_engine.optional import library

Level = Callable[[State, Ints, int, int], None]
_PLAIN_SLOWER = 64  # a chunk of the plain loop has so many times fewer steps, so that a stop is obeyed as soon


def load() -> tuple[Level, int]:
    """The loop, and the units × steps that take it some thousandths of a second."""
    if library("numba", instead="NumPy") is None:
        return plain.level, (1 << 21) // _PLAIN_SLOWER
    level: Level = import_module("cercles_engine.grouping.compiled").level
    return level, 1 << 21


def warm(problem: Problem) -> None:
    """Load the loop and make it ready for problems of this kind, so that a deadline that begins next is all search."""
    level, _chunk = load()
    units = units_of(problem.members, ())
    if units is not None:
        model = model_of(problem, units)
        noise = np.zeros(NOISE + problem.members + 1 + problem.groups, model.distance.dtype)
        level(state_of(model, np.zeros(problem.members, np.int64), 1), noise, 0, model.forbidden)
