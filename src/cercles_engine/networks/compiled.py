"""Shares of shortest ways, compiled by Numba. Imported when they are first asked."""

from typing import Any

import numpy as np

from cercles_engine.optional import compiled


def _dependencies(starts: Any, neighbours: Any, sources: Any) -> Any:
    """(nodes,): the sum over ``sources`` of Brandes' dependency, the share of shortest ways from there that pass by the node (2001)."""
    nodes = starts.shape[0] - 1
    total, share, ways = np.zeros(nodes), np.zeros(nodes), np.zeros(nodes)
    distance, order = np.full(nodes, -1, np.int32), np.empty(nodes, np.int32)
    for source in sources:
        order[0], distance[source], ways[source] = source, 0, 1.0
        read, found = 0, 1
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
        for rank in range(found - 1, 0, -1):
            node = order[rank]
            part = (1.0 + share[node]) / ways[node]
            for place in range(starts[node], starts[node + 1]):
                other = neighbours[place]
                if distance[other] == distance[node] - 1:
                    share[other] += ways[other] * part
            total[node] += share[node]
        for rank in range(found):
            node = order[rank]
            distance[node], share[node], ways[node] = -1, 0.0, 0.0
    return total


dependencies: Any = compiled(_dependencies)
