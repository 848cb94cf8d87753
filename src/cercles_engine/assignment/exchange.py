"""Rounds of exchanges that gain: what floating point left of them is taken here, in whole units (Klein's cancelling of cycles, 1967)."""

import numpy as np

from cercles_engine.assignment.demand import Bools, Ints, Network
from cercles_engine.assignment.prices import Exchanges, Prices


def improved(net: Network, item: Ints, reviewer: Ints, taken: Bools) -> tuple[Bools, Prices]:
    """The best choice among pairs ``(item[k], reviewer[k])``, from a choice that satisfies the demand, with the prices that prove it."""
    while True:
        prices = Exchanges(net, item, reviewer, taken).prices()
        if prices is not None:
            return taken, prices
        flipped = np.zeros_like(taken)
        flipped[gaining_round(net, item, reviewer, taken)] = True
        taken = taken ^ flipped


def gaining_round(net: Network, item: Ints, reviewer: Ints, taken: Bools) -> list[int]:
    """Pairs to take or give up, each once, so that the value grows and every bound holds. There must be such a round."""
    tail, head, cost, pair = _arcs(net, item, reviewer, taken)
    nodes = sum(net.open.shape) + 1
    distance, arrived = np.zeros(nodes, dtype=np.int64), np.full(nodes, -1)
    for _ in range(nodes + 1):
        reached = distance[tail] + cost
        order = np.lexsort((reached, head))
        first = order[np.concatenate(([True], head[order][1:] != head[order][:-1]))]
        better = first[reached[first] < distance[head[first]]]
        distance[head[better]], arrived[head[better]] = reached[better], better
        cycle = _cycle(arrived, tail)
        if cycle:
            return [int(pair[arc]) for arc in cycle if pair[arc] >= 0]
    raise ArithmeticError("no round of exchanges gains")


def _arcs(net: Network, item: Ints, reviewer: Ints, taken: Bools) -> tuple[Ints, Ints, Ints, Ints]:
    """Tail, head, cost and pair of each possible move; -1 where the move is one of load, through the last node."""
    items, reviewers = net.open.shape
    weight = net.weights[item, reviewer]
    load = np.bincount(reviewer[taken], minlength=reviewers)
    add, lose = items + np.flatnonzero(load < net.high), items + np.flatnonzero(load > net.low)
    hub_of_add, hub_of_lose = np.full(add.size, items + reviewers), np.full(lose.size, items + reviewers)
    tail = np.concatenate((np.where(taken, items + reviewer, item), add, hub_of_lose))
    head = np.concatenate((np.where(taken, item, items + reviewer), hub_of_add, lose))
    none = np.zeros(add.size + lose.size, dtype=np.int64)
    cost = np.concatenate((np.where(taken, weight, -weight), none))
    return tail, head, cost, np.concatenate((np.arange(item.size), none - 1))


def _cycle(arrived: Ints, tail: Ints) -> list[int]:
    """The arcs of a cycle among the moves by which each node was last reached, or none."""
    seen = np.full(arrived.size, -1)
    for start in range(arrived.size):
        node = start
        while seen[node] < 0 and arrived[node] >= 0:
            seen[node] = start
            node = int(tail[arrived[node]])
        if seen[node] == start and arrived[node] >= 0:
            return _arcs_from(node, arrived, tail)
        seen[node] = start if seen[node] < 0 else seen[node]
    return []


def _arcs_from(node: int, arrived: Ints, tail: Ints) -> list[int]:
    arcs, here = [], node
    while True:
        arcs.append(int(arrived[here]))
        here = int(tail[arrived[here]])
        if here == node:
            return arcs
