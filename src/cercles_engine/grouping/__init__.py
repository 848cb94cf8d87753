"""Groups of peers that differ as much as possible: the maximally diverse grouping problem, with the constraints of real circles.

    from cercles_engine.grouping import Problem, compose
    answer = compose(Problem.of(distances, lower=[4, 4], upper=[5, 5]), seed=1, iterations=1_000_000)

From what members are instead of distances, with constraints, and the reasons:

    made_of = profiles([Category("sector", sectors), Labels("themes", themes, weight=2), Place("seat", seats)])
    problem = Problem.of(made_of.distance, lower=[4, 4], upper=[5, 5], apart=[(0, 7)], earlier=fading(lived, penalty=0.3))
    answer = compose(problem, seed=1, iterations=1_000_000)
    told, mix, lost = reasons(problem, answer, made_of), mixes(problem, answer, made_of), costs(problem, answer, seed=1, iterations=100_000)

Importing this package compiles nothing; Numba is loaded when a search begins, and NumPy gives the same answers without it.
"""

from cercles_engine.grouping.compose import Answer, Progress, compose
from cercles_engine.grouping.constraints import Constraint, Earlier, fading
from cercles_engine.grouping.costs import Cost, Costs, costs
from cercles_engine.grouping.features import UNKNOWN, Category, Feature, Labels, Number, Place, Profiles, profiles
from cercles_engine.grouping.impossible import Impossible
from cercles_engine.grouping.mdgplib import read_mdgplib
from cercles_engine.grouping.mixes import GroupMix, Spread, mixes
from cercles_engine.grouping.placing import Undecided
from cercles_engine.grouping.problem import Problem
from cercles_engine.grouping.reasons import Beside, Hold, Reasons, reasons

__all__ = [
    "UNKNOWN",
    "Answer",
    "Beside",
    "Category",
    "Constraint",
    "Cost",
    "Costs",
    "Earlier",
    "Feature",
    "GroupMix",
    "Hold",
    "Impossible",
    "Labels",
    "Number",
    "Place",
    "Problem",
    "Profiles",
    "Progress",
    "Reasons",
    "Spread",
    "Undecided",
    "compose",
    "costs",
    "fading",
    "mixes",
    "profiles",
    "read_mdgplib",
    "reasons",
]
