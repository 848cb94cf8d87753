"""Parts of a network: what hangs together, and what surrounds one node."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse.csgraph import connected_components

from cercles_engine.networks.links import Edge, Graph, Ints, Key


@dataclass(frozen=True)
class Ego:
    """``distances``: nodes within reach of ``centre``, nearest first then by key, with how many links away; ``edges`` among them."""

    centre: Key
    distances: tuple[tuple[Key, int], ...]
    edges: tuple[Edge, ...]


def components(graph: Graph) -> tuple[tuple[Key, ...], ...]:
    """Nodes that some chain of links joins; the largest part first, then the one of the lowest key."""
    parts: dict[int, list[Key]] = {}
    for key, label in zip(graph.keys, connected_components(graph.adjacency, directed=False)[1].tolist(), strict=True):
        parts.setdefault(label, []).append(key)
    return tuple(tuple(part) for part in sorted(parts.values(), key=len, reverse=True))


def ego(graph: Graph, centre: Key, *, radius: int = 1) -> Ego:
    """What is within ``radius`` links of a node; raises ``KeyError`` where there is no such node."""
    distances = distances_from(graph, graph.rank[centre], radius)
    near = np.flatnonzero(distances >= 0)
    order = near[np.argsort(distances[near], kind="stable")]
    within = (distances[graph.ends] >= 0).all(axis=1)
    edges = tuple(graph.edges[edge] for edge in np.flatnonzero(within))
    return Ego(centre, tuple((graph.keys[node], int(distances[node])) for node in order), edges)


def distances_from(graph: Graph, start: int, most: int | None = None) -> Ints:
    """(nodes,): how many links away each node is, -1 where none leads there within ``most``."""
    starts, heads = graph.rows
    distances = np.full(len(graph), -1)
    distances[start] = step = 0
    front = np.array([start])
    while front.size and (most is None or step < most):
        step += 1
        reached = np.concatenate([heads[starts[node] : starts[node + 1]] for node in front.tolist()])
        front = np.unique(reached[distances[reached] < 0])
        distances[front] = step
    return distances
