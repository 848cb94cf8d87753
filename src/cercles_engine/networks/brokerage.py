"""Who stands between others: betweenness from a sample of sources (pivots: Brandes and Pich 2007)."""

import random
from dataclasses import dataclass

import numpy as np

from cercles_engine.networks.grouped import Communities
from cercles_engine.networks.links import Floats, Graph, Ints, Key
from cercles_engine.optional import library

DIGITS = 10


@dataclass(frozen=True)
class Broker:
    """``betweenness``: the share of pairs of other nodes whose shortest ways pass by it, from 0 to 1; an estimate unless every node
    is a source. ``joins``: the communities its links lead to, with their number of links, most first; its own is among them."""

    key: Key
    betweenness: float
    joins: tuple[tuple[int, int], ...]


def betweenness(graph: Graph, *, pivots: int = 100, seed: int = 0) -> Floats:
    """(nodes,): share of the pairs of other nodes, from the shortest ways that begin at ``pivots`` nodes drawn with ``seed``.

    Exact when ``pivots`` reaches the number of nodes. Links count one step whatever their weight. To ten significant digits, so that
    compiled or not the answer is the same.
    """
    if pivots < 1:
        raise ValueError(f"betweenness needs one source at least, not {pivots}")
    nodes = len(graph)
    if nodes < 3:
        return np.zeros(nodes)
    sources = np.array(sorted(random.Random(seed).sample(range(nodes), min(pivots, nodes))), dtype=np.int64)
    pairs = sources.size * (nodes - 1) * (nodes - 2) / nodes
    return np.array([float(f"{value:.{DIGITS}g}") for value in _dependencies(graph, sources) / pairs])


def _dependencies(graph: Graph, sources: Ints) -> Floats:
    if library("numba", instead="igraph") is None:
        # Of a graph without directions igraph halves what it counts, as if each pair were met from both of its ends.
        return 2 * np.array(graph.igraph.betweenness(directed=False, sources=sources.tolist()))
    from cercles_engine.networks.compiled import dependencies

    starts, neighbours = graph.rows
    return np.asarray(dependencies(starts, neighbours.astype(np.int32), sources))


def brokers(
    graph: Graph, groups: Communities | None = None, *, count: int = 10, pivots: int = 100, seed: int = 0
) -> tuple[Broker, ...]:
    """The ``count`` nodes that stand most between others, most first, equal ones by key; those between nobody are left out."""
    values = betweenness(graph, pivots=pivots, seed=seed)
    order = np.argsort(-values, kind="stable")[:count]
    return tuple(
        Broker(graph.keys[node], float(values[node]), () if groups is None else _joins(graph, groups, int(node)))
        for node in order
        if values[node] > 0
    )


def _joins(graph: Graph, groups: Communities, node: int) -> tuple[tuple[int, int], ...]:
    found, counts = np.unique(groups.of[graph.neighbours(node)], return_counts=True)
    pairs = zip(found.tolist(), counts.tolist(), strict=True)
    return tuple(sorted(pairs, key=lambda pair: (-pair[1], pair[0])))
