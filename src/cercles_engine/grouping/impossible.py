"""Why nothing fits: a smallest set of constraints that contradict each other.

First one that is minimal, by leaving out all that can be left out (QuickXplain's halving: Junker, AAAI 2004). Then smaller ones are
looked for, and their absence proved, by implicit hitting sets (Reiter 1987; Ignatiev et al., CP 2015): whatever is contradictory must
touch the complement of every set of constraints that some composition satisfies.
"""

from collections.abc import Callable, Sequence

import numpy as np

from cercles_engine.grouping.constraints import Constraint
from cercles_engine.grouping.placing import Undecided, draw, exact
from cercles_engine.grouping.problem import Problem, holds
from cercles_engine.grouping.units import Ints, units_of

_TRIES = 4  # greedy draws before the exact program
_ROUNDS = 150  # attempts to find a smaller set, or to prove that there is none
Satisfied = Callable[[Sequence[Constraint]], "Ints | None"]


class Impossible(ValueError):
    """No composition satisfies ``conflict``: it is minimal, lift any one of them and the others can be satisfied together.

    ``smallest``: no fewer constraints contradict each other (proved). Each has a ``code`` and a sentence.
    """

    def __init__(self, members: int, conflict: tuple[Constraint, ...], *, smallest: bool) -> None:
        said = "; ".join(str(one) for one in conflict)
        super().__init__(f"{members} members cannot be placed so that all of this holds: {said}")
        self.conflict = conflict
        self.smallest = smallest


def first_composition(problem: Problem) -> Ints:
    """The group (n,) of each member in some composition that fits; raises :class:`Impossible`, or ``Undecided``."""
    given = [one for one in problem.constraints if one.code != "earlier"]
    satisfied = _satisfied(problem)
    found = satisfied(given)
    if found is not None:
        return found
    conflict = minimal(given, satisfied)
    smaller, proved = smallest(given, conflict, satisfied)
    raise Impossible(problem.members, tuple(one for one in given if one in smaller), smallest=proved)


def minimal(given: Sequence[Constraint], satisfied: Satisfied) -> list[Constraint]:
    """Some of ``given``, contradictory together, of which none can be left out. ``given`` must be contradictory."""

    def reduce(kept: list[Constraint], added: bool, doubt: list[Constraint]) -> list[Constraint]:
        if added and _none(satisfied, kept):
            return []
        if len(doubt) == 1:
            return doubt
        half = len(doubt) // 2
        second = reduce([*kept, *doubt[:half]], True, doubt[half:])
        return reduce([*kept, *second], bool(second), doubt[:half]) + second

    return reduce([], False, list(given)) if given else []


def smallest(
    given: Sequence[Constraint], conflict: list[Constraint], satisfied: Satisfied
) -> tuple[list[Constraint], bool]:
    """A contradictory set with the fewest constraints, and whether that is proved; ``conflict`` where the rounds run out."""
    complements: list[list[int]] = []
    try:
        for _ in range(_ROUNDS):
            hit = _hitting(len(given), complements)
            if len(hit) >= len(conflict):
                return conflict, True
            chosen = [given[number] for number in hit]
            found = satisfied(chosen)
            if found is None:
                return chosen, True
            complements.append(_complement(given, chosen, found, satisfied))
    except Undecided:
        pass
    return conflict, False


def _complement(given: Sequence[Constraint], chosen: list[Constraint], found: Ints, satisfied: Satisfied) -> list[int]:
    """What is left out of a set that some composition satisfies, grown from ``chosen`` until nothing can be added."""
    kept = [one for one in given if one in chosen or holds(one, found)]
    for one in given:
        if one not in kept:
            more = satisfied([*kept, one])
            if more is not None:
                kept = [other for other in given if other in kept or holds(other, more)]
    return [number for number, one in enumerate(given) if one not in kept]


def _hitting(count: int, sets: list[list[int]]) -> list[int]:
    """The fewest of ``count`` numbers that touch every set."""
    from scipy.optimize import LinearConstraint, milp

    if not sets:
        return []
    rows = np.zeros((len(sets), count))
    for row, numbers in enumerate(sets):
        rows[row, numbers] = 1
    found = milp(
        np.ones(count), integrality=np.ones(count), bounds=(0, 1), constraints=LinearConstraint(rows, 1, np.inf)
    )
    return np.flatnonzero(found.x > 0.5).tolist()


def _none(satisfied: Satisfied, given: Sequence[Constraint]) -> bool:
    try:
        return satisfied(given) is None
    except Undecided:
        return False


def _satisfied(problem: Problem) -> Satisfied:
    """What tells a composition (n,) that satisfies some constraints, or None where there is none."""

    def satisfied(given: Sequence[Constraint]) -> Ints | None:
        units = units_of(problem.members, given)
        if units is None:
            return None
        lower, upper = np.zeros(problem.groups, np.int64), np.full(problem.groups, problem.members)
        for one in given:
            if one.code in ("at_least", "at_most"):
                (lower if one.code == "at_least" else upper)[one.group] = one.bound
        random = np.random.default_rng(0)
        for _ in range(_TRIES):
            group = draw(units, lower, upper, random)
            if group is not None:
                return group[units.unit]
        group = exact(units, lower, upper)
        return None if group is None else group[units.unit]

    return satisfied
