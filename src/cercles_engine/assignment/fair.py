"""The worst-served item first, then the total: exact.

What the worst item would get alone is tried first, over whole groups of reviewers for the items that need them (``columns``). Where that
finds nothing, in three steps over pairs:

1. A linear program bounds the service that the worst item can hope for; so does each item alone, with its best reviewers.
2. That ceiling is tried. It nearly always holds; where it does not, an integer program finds the greatest service that does.
3. The greatest total at that service. Pairs whose reduced cost exceeds the gap between the relaxation and a known answer cannot
   belong to a better one and are left out (reduced-cost fixing, Dantzig, Fulkerson and Johnson 1954), so the integer program is small.

What HiGHS answers is summed again in whole units; a group of reviewers that serves an item below the service asked for, by less
than HiGHS can see, is refused by name and the program solved again.
"""

from dataclasses import dataclass

import numpy as np

from cercles_engine.assignment.columns import best_by_groups
from cercles_engine.assignment.demand import Bools, Ints, Network, Problem
from cercles_engine.assignment.relaxed import SLACK, Relaxation, Service, relaxation, whole
from cercles_engine.assignment.total import Best, promising
from cercles_engine.assignment.units import Units


@dataclass(frozen=True, eq=False)
class Fair:
    """Pairs taken, fixed ones left out; no assignment serves its worst item more than ``worst_bound`` and none of those that serve it
    as well has a total above ``total_bound``, in units, without fixed pairs for the latter."""

    taken: Bools
    worst_bound: int
    total_bound: int


def best_fair(problem: Problem, net: Network, best: Best, units: Units) -> Fair:
    """From the assignment of greatest total, which proves that the demand can be met."""
    if not problem.per_item.any():
        return Fair(best.taken, 0, best.prices.bound(net))
    given = np.zeros_like(net.need)
    for item, reviewer in problem.fixed:
        given[item] += units.weights[item, reviewer]
    service = Service.of(net, given, problem.per_item > 0)
    known, alone = service.worst(best.taken), _alone(service)
    if known < alone:
        taken = best_by_groups(service, best.prices.reviewer, alone)
        if taken is not None:
            return Fair(taken, alone, int(net.weights[taken].sum()))
    among = promising(net) | best.taken
    ceiling, among = _ceiling(service, among, known)
    if known >= ceiling:
        return Fair(best.taken, known, best.prices.bound(net))
    found = _greatest_total(service, among, ceiling)
    if found is None:
        ceiling, among = _greatest_service(service, among | best.taken, ceiling)
        found = _greatest_total(service, among, ceiling)
    if found is None:
        raise ArithmeticError("the integer program lost an assignment that it had found")
    return Fair(found[0], ceiling, found[1])


def _alone(service: Service) -> int:
    """What the worst item would get if each had its best reviewers to itself."""
    net = service.net
    weights = np.where(net.open, net.weights, np.iinfo(np.int64).min)
    ordered = np.sort(weights, axis=1)[:, ::-1]
    best = [int(row[:need].sum()) + int(base) for row, need, base in zip(ordered, net.need, service.given, strict=True)]
    return min(value for value, counts in zip(best, service.counts, strict=True) if counts)


def _ceiling(service: Service, among: Bools, known: int) -> tuple[int, Bools]:
    """A service that no assignment exceeds, and pairs enough to reach it in the relaxation."""
    alone = _alone(service)
    if known >= alone:
        return alone, among
    relaxed = relaxation(service, among, None)
    if relaxed is None:
        raise ArithmeticError("the relaxation lost an assignment that was found")
    return min(alone, int(np.floor((SLACK - relaxed.value) / service.scale))), relaxed.among


def _greatest_total(service: Service, among: Bools, worst: int) -> tuple[Bools, int] | None:
    """The best assignment that serves every item at least ``worst`` units, and the bound of its total; None where ``among`` holds
    none of them."""
    service = service.above(worst)
    relaxed = relaxation(service, among & service.net.open, worst * service.scale - SLACK)
    found = None if relaxed is None else _summed(service, relaxed.among, worst)
    if relaxed is None or found is None:
        return None
    near = _within(service, relaxed, -found[1] * service.scale)
    if not (near & ~relaxed.among).any():
        return found
    return _summed(service, near, worst)


def _within(service: Service, relaxed: Relaxation, known: float) -> Bools:
    """Pairs that an assignment as good as the ``known`` cost may hold."""
    return np.asarray(service.net.open & (relaxed.costs <= known - relaxed.value + SLACK), dtype=np.bool_)


def _summed(service: Service, among: Bools, worst: int) -> tuple[Bools, int] | None:
    """The integer optimum among some pairs, every sum checked in whole units."""
    cuts: list[tuple[int, Ints]] = []
    while True:
        found = whole(service, among, worst * service.scale - SLACK, -np.inf, cuts)
        if found is None:
            return None
        taken = found[0]
        below = np.flatnonzero(service.counts & (service.got(taken) < worst))
        if not below.size:
            return taken, int(service.net.weights[taken].sum())
        cuts += [(int(item), np.flatnonzero(taken[item])) for item in below]


def _greatest_service(service: Service, among: Bools, ceiling: int) -> tuple[int, Bools]:
    """The greatest service of the worst item where the ceiling does not hold, and pairs that reach it.

    First among a few pairs, ``among``, that satisfy the demand: what they reach leaves few others that could do better.
    """
    relaxed = relaxation(service, among, None)
    found = None if relaxed is None else whole(service, relaxed.among, None, -np.inf)
    if relaxed is None or found is None:
        raise ArithmeticError("the integer program lost an assignment that it had found")
    least = service.worst(found[0])
    near = _within(service, relaxed, -least * service.scale) | relaxed.among
    better = None if least >= ceiling else whole(service, near, None, least * service.scale - SLACK)
    reached = least if better is None else max(least, service.worst(better[0]))
    return min(reached, ceiling), near
