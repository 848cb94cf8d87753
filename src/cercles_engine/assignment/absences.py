"""Why an item did not get a better reviewer, and what having her would cost.

Under ``total`` the cost is exact and needs no new solution: the best assignment that holds a given pair differs from a best one by a
single round of exchanges through that pair, so its cost is a shortest distance in the graph of exchanges. The round is told. Under
``fair`` the demand is solved again with the pair fixed, exactly.
"""

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

import numpy as np

from cercles_engine.assignment.answer import Assignment, assign
from cercles_engine.assignment.demand import Bools, Ints, Network, Problem
from cercles_engine.assignment.feasibility import Infeasible
from cercles_engine.assignment.prices import FAR
from cercles_engine.assignment.units import in_units, network_of

NOT_THE_BEST = "the answer is not the best of this problem: a round of exchanges gains"
Reason = Literal["conflict", "load", "others"]


@dataclass(frozen=True)
class Move:
    """``reviewer`` takes ``item``, or gives it up."""

    reviewer: int
    item: int
    takes: bool


@dataclass(frozen=True)
class Absence:
    """A reviewer who scores better than the worst that ``item`` got, and is absent.

    ``reason``: ``conflict``; ``load``, she is full with ``busy_with``; ``others``, she has room but taking her away from nobody would
    still break a minimum load or cost more elsewhere. ``cost``: what the total loses if the pair is imposed (its conflict lifted),
    negative where it would gain; None where no assignment holds the pair. ``worst_cost``: the same of the worst item, under ``fair``
    only. ``moves``: the exchanges, in order, under ``total`` only. ``method``: ``exchange`` or ``solved again``; both are exact.
    """

    reviewer: int
    score: float
    reason: Reason
    busy_with: tuple[int, ...]
    cost: float | None
    worst_cost: float | None
    moves: tuple[Move, ...]
    method: Literal["exchange", "solved again"]


def explain(problem: Problem, answer: Assignment, item: int, *, at_most: int = 5) -> tuple[Absence, ...]:
    """The ``at_most`` best absent reviewers of ``item``, best first, equal scores by number.

    ``answer`` must be what ``assign`` gave for ``problem``: the costs are differences with it.
    """
    scores = problem.scores[item]
    got = scores[answer.taken[item]]
    absent = ~answer.taken[item] & (scores > got.min(initial=np.inf)) if got.size else np.zeros_like(answer.taken[item])
    order = sorted(np.flatnonzero(absent).tolist(), key=lambda reviewer: (-scores[reviewer], reviewer))[:at_most]
    found = [_absence(problem, answer, item, reviewer) for reviewer in order]
    if answer.objective == "fair":
        return tuple(_solved_again(problem, answer, item, absence) for absence in found)
    return _exchanged(problem, answer, item, found) if found else ()


def _absence(problem: Problem, answer: Assignment, item: int, reviewer: int) -> Absence:
    held = answer.taken[:, reviewer]
    reason: Reason = "others"
    if problem.conflicts[item, reviewer]:
        reason = "conflict"
    elif held.sum() >= problem.load_max[reviewer]:
        reason = "load"
    busy = tuple(np.flatnonzero(held).tolist()) if reason == "load" else ()
    score = float(problem.scores[item, reviewer])
    return Absence(reviewer, score, reason, busy, None, None, (), "exchange")


def _solved_again(problem: Problem, answer: Assignment, item: int, absence: Absence) -> Absence:
    try:
        other = assign(problem.with_fixed(item, absence.reviewer), objective="fair")
    except Infeasible:
        return replace(absence, method="solved again")
    cost, worst_cost = answer.total - other.total, answer.worst - other.worst
    return replace(absence, cost=cost, worst_cost=worst_cost, method="solved again")


def _exchanged(problem: Problem, answer: Assignment, item: int, found: list[Absence]) -> tuple[Absence, ...]:
    units = in_units(problem)
    net = network_of(problem, units.weights)
    taken = answer.taken & ~_pairs(problem)
    rounds = Rounds(net, taken, item)
    told = []
    for absence in found:
        distance = int(rounds.of_reviewer[absence.reviewer])
        if distance >= FAR // 2:
            told.append(absence)
            continue
        cost = float(Fraction(distance - int(units.weights[item, absence.reviewer]), units.per_point))
        if cost < 0 and absence.reason != "conflict":
            raise ValueError(NOT_THE_BEST)
        told.append(replace(absence, cost=cost, moves=rounds.moves(absence.reviewer)))
    return tuple(told)


def _pairs(problem: Problem) -> Bools:
    table = np.zeros(problem.shape, dtype=np.bool_)
    for item, reviewer in problem.fixed:
        table[item, reviewer] = True
    return table


class Rounds:
    """Shortest ways, from a reviewer who was given one item more, back to ``item``, which then gives up one of its reviewers.

    Dense shortest distances by sweeps (Bellman and Ford); there is no gaining round, so they end.
    """

    def __init__(self, net: Network, taken: Bools, item: int) -> None:
        items, reviewers = net.open.shape
        self.item = item
        load = taken.sum(axis=0)
        self.can_add, self.can_lose = load < net.high, load > net.low
        self.give = np.where(taken, net.weights, FAR)
        self.take = np.where(net.open & ~taken, -net.weights, FAR)
        self.of_item: Ints = np.full(items, FAR, dtype=np.int64)
        self.of_item[item] = 0
        self.of_reviewer: Ints = np.full(reviewers, FAR, dtype=np.int64)
        self.of_spare = np.array([FAR])
        self.since = [np.zeros(size, dtype=np.int64) for size in (items, reviewers, 1)]
        for sweep in range(1, items + reviewers + 3):
            if not self._sweep(sweep):
                return
        raise ValueError(NOT_THE_BEST)

    def _sweep(self, sweep: int) -> bool:
        by_item = _capped(self.give + self.of_item[:, None]).min(axis=0)
        reviewer = np.where(self.can_add, np.minimum(by_item, self.of_spare), by_item)
        spare = np.array([reviewer[self.can_lose].min(initial=FAR)])
        item = _capped(self.take + reviewer[None, :]).min(axis=1)
        item[self.item] = 0
        values = (self.of_item, item), (self.of_reviewer, reviewer), (self.of_spare, spare)
        moved = [new < old for old, new in values]
        for since, lower, phase in zip(self.since, moved, (2, 0, 1), strict=True):
            since[lower] = 3 * sweep + phase
        self.of_item, self.of_reviewer, self.of_spare = item, reviewer, spare
        return any(bool(lower.any()) for lower in moved)

    def moves(self, reviewer: int) -> tuple[Move, ...]:
        """The round that begins when ``reviewer`` takes the item, in order. Of equal ways, the one known first, so it never turns."""
        told, here = [Move(reviewer, self.item, True)], reviewer
        while True:
            given = self._given(here)
            if given is None:
                here = _first(self.can_lose & (self.of_reviewer == self.of_spare), self.since[1])
                continue
            told.append(Move(here, given, False))
            if given == self.item:
                return tuple(told)
            way = _capped(self.take[given] + self.of_reviewer)
            here = _first(way == self.of_item[given], self.since[1])
            told.append(Move(here, given, True))

    def _given(self, reviewer: int) -> int | None:
        """The item that this reviewer gives up; None where she keeps all and somebody else gives one up."""
        way = _capped(self.give[:, reviewer] + self.of_item) == self.of_reviewer[reviewer]
        given = _first(way, self.since[0]) if way.any() else None
        by_spare = bool(self.can_add[reviewer]) and self.of_spare[0] == self.of_reviewer[reviewer]
        if by_spare and (given is None or self.since[2][0] < self.since[0][given]):
            return None
        return given


def _first(mask: Bools, since: Ints) -> int:
    among = np.flatnonzero(mask)
    return int(among[since[among].argmin()])


def _capped(values: Ints) -> Ints:
    return np.asarray(np.where(values > FAR // 2, FAR, values), dtype=np.int64)
