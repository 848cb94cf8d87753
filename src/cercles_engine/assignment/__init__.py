"""Reviewers for items: applications of a fund, contributions of a colloquium.

``problem(scores, per_item=3, load_max=4)`` says what is asked; ``assign(problem, objective="total")`` or ``"fair"`` answers, with
the proof that no answer is better; ``explain(problem, answer, item)`` says which conflict or load kept a better reviewer away, and
what having her would cost. An impossible demand raises ``Infeasible``, which names the items and the reviewers in cause.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cercles_engine.assignment.absences import Absence, Move, explain
    from cercles_engine.assignment.answer import Assignment, assign
    from cercles_engine.assignment.demand import Problem, problem
    from cercles_engine.assignment.feasibility import Cause, Infeasible

__all__ = ["Absence", "Assignment", "Cause", "Infeasible", "Move", "Problem", "assign", "explain", "problem"]

_HOMES = {
    "answer": ("Assignment", "assign"),
    "absences": ("Absence", "Move", "explain"),
    "feasibility": ("Cause", "Infeasible"),
    "demand": ("Problem", "problem"),
}


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names:
            module = import_module(f"{__name__}.{home}")
            globals().update({each: getattr(module, each) for each in names})
            return globals()[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
