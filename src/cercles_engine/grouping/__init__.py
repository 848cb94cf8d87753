"""Groups of peers that differ as much as possible: the maximally diverse grouping problem, with the constraints of real circles.

    from cercles_engine.grouping import Problem, compose
    answer = compose(Problem.of(distances, lower=[4, 4], upper=[5, 5]), seed=1, iterations=1_000_000)

Importing this package compiles nothing; Numba is loaded when a search begins, and NumPy gives the same answers without it.
"""

from cercles_engine.grouping.compose import Answer, Progress, compose
from cercles_engine.grouping.constraints import Constraint, Earlier, fading
from cercles_engine.grouping.impossible import Impossible
from cercles_engine.grouping.mdgplib import read_mdgplib
from cercles_engine.grouping.placing import Undecided
from cercles_engine.grouping.problem import Problem

__all__ = [
    "Answer",
    "Constraint",
    "Earlier",
    "Impossible",
    "Problem",
    "Progress",
    "Undecided",
    "compose",
    "fading",
    "read_mdgplib",
]
