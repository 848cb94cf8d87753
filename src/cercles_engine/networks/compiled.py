"""Shares of shortest ways, compiled by Numba. Imported when they are first asked."""

from typing import Any

import numpy as np

from cercles_engine.optional import compiled


def _dependencies(starts: Any, neighbours: Any, sources: Any) -> Any:
    """(nodes,): the sum over ``sources`` of Brandes' dependency, the share of shortest ways from there that pass by the node (2001).

    The steps of shortest ways are written down as they are found, and read backward: half of the links are not looked at again.
    ``share`` is the dependency of a node over its number of ways, so that a step adds to it without multiplying.
    """
    nodes = starts.shape[0] - 1
    total, share, ways = np.zeros(nodes), np.zeros(nodes), np.zeros(nodes)
    distance, order = np.full(nodes, -1, np.int32), np.empty(nodes, np.int32)
    tails, heads = np.empty_like(neighbours), np.empty_like(neighbours)
    for source in sources:
        order[0], distance[source], ways[source] = source, 0, 1.0
        read, found, steps = 0, 1, 0
        while read < found:
            node = order[read]
            read += 1
            for place in range(starts[node], starts[node + 1]):
                other = neighbours[place]
                if distance[other] < 0:
                    distance[other] = distance[node] + 1
                    order[found] = other
                    found += 1
                if distance[other] == distance[node] + 1:
                    ways[other] += ways[node]
                    tails[steps], heads[steps] = node, other
                    steps += 1
        for step in range(steps - 1, -1, -1):
            share[tails[step]] += 1.0 / ways[heads[step]] + share[heads[step]]
        share[source] = 0.0
        for rank in range(found):
            node = order[rank]
            total[node] += share[node] * ways[node]
            distance[node], share[node], ways[node] = -1, 0.0, 0.0
    return total


dependencies: Any = compiled(_dependencies)
