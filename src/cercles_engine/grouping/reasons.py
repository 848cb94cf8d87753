"""Why each member sits where she does: with whom, on what they differ most, what holds her there. It all adds up to the value."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cercles_engine.grouping.compose import Answer, places_of
from cercles_engine.grouping.constraints import Constraint
from cercles_engine.grouping.features import UNKNOWN, Profiles
from cercles_engine.grouping.problem import Floats, Ints, Problem, holds

Parts = tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Beside:
    """A member of the same group. distance: between the two, made of ``parts`` (feature, points), greatest first, without noughts.

    penalty: what it costs that the two sat together before.
    """

    member: int
    distance: float
    penalty: float
    parts: Parts


@dataclass(frozen=True)
class Hold:
    """A hard constraint that names the member. gain: the most that one exchange or move of hers would bring if it alone were lifted.

    0 where none would: the constraint alone does not hold her back nearby. group: where she would go, -1 for nowhere. Everything else
    is kept, so lifting the constraint brings at least that much, which ``costs`` tells.
    """

    constraint: Constraint
    gain: float
    group: int


@dataclass(frozen=True)
class Reasons:
    """share: half of what her pairs bring. Shares of all members add up to the answer's value; ``parts`` less ``penalty`` to the share.

    parts: (feature, points), greatest first. beside: the others of her group, the most different first. held_by: the hard
    constraints that name her, the tightest first.
    """

    member: int
    group: int
    share: float
    penalty: float
    parts: Parts
    beside: tuple[Beside, ...]
    held_by: tuple[Hold, ...]


def reasons(problem: Problem, answer: Answer, made_of: Profiles | None = None) -> tuple[Reasons, ...]:
    """The reasons of every member, in order. ``made_of``: what the distances are made of; without it they are one part, ``UNKNOWN``.

    All sums are exact, in any order (see ``Problem.of`` and ``profiles``). Raises ValueError where ``made_of`` is not of this problem.
    """
    if made_of is not None and not np.array_equal(made_of.distance, problem.distance):
        raise ValueError("the distances of the problem are not those of these features")
    group = places_of(problem, answer.groups)
    gain = _gains(problem, group)
    return tuple(_reasons(problem, group, gain, made_of, member) for member in range(problem.members))


def parts_of(made_of: Profiles | None, points: Sequence[float], whole: float) -> Parts:
    """Points by feature, greatest first, without noughts."""
    named = [(UNKNOWN, whole)] if made_of is None else list(zip(made_of.names, points, strict=True))
    return tuple(sorted(((name, float(one)) for name, one in named if one), key=lambda part: -part[1]))


def _reasons(problem: Problem, group: Ints, gain: Floats, made_of: Profiles | None, member: int) -> Reasons:
    others = np.flatnonzero((group == group[member]) & (np.arange(problem.members) != member))
    distance, penalty = problem.distance[member], problem.penalty[member]
    points = None if made_of is None else made_of.parts[:, member]
    beside = tuple(
        Beside(
            int(other),
            float(distance[other]),
            float(penalty[other]),
            parts_of(made_of, [] if points is None else points[:, other].tolist(), float(distance[other])),
        )
        for other in others[np.argsort(-distance[others], kind="stable")]
    )
    met, whole = float(penalty[others].sum()) / 2, float(distance[others].sum()) / 2
    halves = [] if points is None else (points[:, others].sum(axis=1) / 2).tolist()
    held = _holds(problem, group, gain, member)
    return Reasons(member, int(group[member]), whole - met, met, parts_of(made_of, halves, whole), beside, held)


def _gains(problem: Problem, group: Ints) -> Floats:
    """(n, G): what each member brings, or would bring, to each group."""
    return np.stack([problem.worth[:, group == k].sum(axis=1) for k in range(problem.groups)], axis=1)


def _holds(problem: Problem, group: Ints, gain: Floats, member: int) -> tuple[Hold, ...]:
    mine = [one for one in problem.hard if member in one.members]
    if not mine:
        return ()
    found = {one: Hold(one, 0.0, -1) for one in mine}
    for change, moved in _better(problem, group, gain, member):
        broken = [one for one in problem.hard if not holds(one, moved)]
        if len(broken) == 1 and broken[0] in found and change > found[broken[0]].gain:
            found[broken[0]] = Hold(broken[0], change, int(moved[member]))
    return tuple(sorted(found.values(), key=lambda hold: -hold.gain))


def _better(problem: Problem, group: Ints, gain: Floats, member: int) -> list[tuple[float, Ints]]:
    """Every exchange with another member, and every move that sizes allow, that brings something: the change, and the groups then."""
    here, everyone = group[member], np.arange(problem.members)
    change = (
        gain[member, group] - gain[member, here] + gain[:, here] - gain[everyone, group] - 2 * problem.worth[member]
    )
    found = []
    for other in np.flatnonzero((change > 0) & (group != here)):
        moved = group.copy()
        moved[member], moved[other] = group[other], here
        found.append((float(change[other]), moved))
    size = np.bincount(group, minlength=problem.groups)
    alone = gain[member] - gain[member, here]
    for there in np.flatnonzero((alone > 0) & (size < problem.upper) & (np.arange(problem.groups) != here)):
        if size[here] > problem.lower[here]:
            found.append((float(alone[there]), np.where(everyone == member, there, group)))
    return found
