"""Prices that prove an assignment best, and the exchanges that improve one that is not.

With a price ``a`` for each item and ``b`` for each reviewer, no assignment is worth more than

    Σ need·a + Σ (high·max(b, 0) + low·min(b, 0)) + Σ over open pairs of max(0, weight − a − b)

(weak duality of the transportation problem). Prices are shortest distances in the graph of exchanges (Ford 1956, Bellman 1958; see
Ahuja, Magnanti and Orlin, *Network Flows*, 1993, ch. 9): they exist when no round of exchanges gains, and then the bound is the
value itself. Everything is in whole units, so the proof is exact.
"""

from dataclasses import dataclass

import numpy as np

from cercles_engine.assignment.demand import Bools, Ints, Network

FAR = 2**61


@dataclass(frozen=True, eq=False)
class Prices:
    """``item`` (items,) and ``reviewer`` (reviewers,), in units."""

    item: Ints
    reviewer: Ints

    def bound(self, net: Network) -> int:
        """What no assignment of ``net`` exceeds."""
        above, below = np.maximum(self.reviewer, 0), np.minimum(self.reviewer, 0)
        gain = self.gains(net)
        item, reviewer = np.nonzero(net.open & (gain > 0))
        places = (net.need, self.item), (net.high, above), (net.low, below)
        fixed: int = sum(count * price for counts, prices in places for count, price in _whole(counts, prices))
        return fixed + int(sum(gain[item, reviewer].tolist()))

    def gains(self, net: Network) -> Ints:
        """(items, reviewers): the weight of each pair less what its item and reviewer cost."""
        return np.asarray(net.weights - self.item[:, None] - self.reviewer[None, :], dtype=np.int64)


def _whole(counts: Ints, prices: Ints) -> list[tuple[int, int]]:
    kept = counts > 0  # the price of what nobody needs is boundless
    return list(zip(counts[kept].tolist(), prices[kept].tolist(), strict=True))


class Grouped:
    """Smallest value in each group, for values sorted by group."""

    def __init__(self, group: Ints, size: int) -> None:
        self.order = np.argsort(group, kind="stable")
        counts = np.bincount(group, minlength=size)
        self.filled = np.flatnonzero(counts)
        self.starts = np.concatenate(([0], np.cumsum(counts)))[:-1][self.filled]

    def lower(self, target: Ints, values: Ints) -> bool:
        """Lower ``target`` (groups,) to the smallest of its ``values`` (pairs,); True if any moved."""
        if not self.filled.size:
            return False
        least = np.minimum.reduceat(values[self.order], self.starts)
        better = least < target[self.filled]
        target[self.filled[better]] = least[better]
        return bool(better.any())


class Exchanges:
    """The graph of exchanges of an assignment: items may take what is open, give up what they have; loads move within their bounds."""

    def __init__(self, net: Network, item: Ints, reviewer: Ints, taken: Bools) -> None:
        self.shape = net.open.shape
        self.held_item, self.held_reviewer = item[taken], reviewer[taken]
        self.free_item, self.free_reviewer = item[~taken], reviewer[~taken]
        self.held_weight = net.weights[self.held_item, self.held_reviewer]
        self.free_weight = net.weights[self.free_item, self.free_reviewer]
        load = np.bincount(self.held_reviewer, minlength=self.shape[1])
        self.can_add, self.can_lose = load < net.high, load > net.low
        self.to_item = Grouped(self.held_item, self.shape[0])
        self.to_reviewer = Grouped(self.free_reviewer, self.shape[1])

    def prices(self) -> Prices | None:
        """Prices that prove the assignment best among its pairs; None where a round of exchanges gains."""
        items, reviewers = self.shape
        item = np.full(items, FAR, dtype=np.int64)
        self.to_item.lower(item, self.held_weight)
        reviewer, spare = np.zeros(reviewers, dtype=np.int64), 0
        for _ in range(items + reviewers + 2):
            moved = self.to_reviewer.lower(reviewer, item[self.free_item] - self.free_weight)
            lower = self.can_lose & (reviewer > spare)
            reviewer[lower] = spare
            least = int(reviewer[self.can_add].min(initial=spare))
            moved |= bool(lower.any()) or least < spare
            spare = least
            moved |= self.to_item.lower(item, reviewer[self.held_reviewer] + self.held_weight)
            if not moved:
                return Prices(np.where(item > FAR // 2, FAR // 2, item - spare), spare - reviewer)
        return None
