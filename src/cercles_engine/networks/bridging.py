"""Bridges that are missing: communities less linked than their sizes would have it, and who could be introduced to whom."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from cercles_engine.networks.grouped import Communities
from cercles_engine.networks.links import Floats, Graph, Ints, Key

SMALLEST = 3  # a community of two is a link, not a world to bridge


@dataclass(frozen=True)
class Introduction:
    """Two who are not linked, one of each community, and those linked to both, who could introduce them."""

    one: Key
    other: Key
    introducers: tuple[Key, ...]


@dataclass(frozen=True)
class Bridge:
    """Two communities, the weight of their links, the weight that chance would give them (their strengths multiplied, over twice the
    whole: the model of modularity), and introductions that would begin to fill the gap."""

    communities: tuple[int, int]
    linked: float
    expected: float
    introductions: tuple[Introduction, ...]

    @property
    def missing(self) -> float:
        return self.expected - self.linked


def missing_bridges(
    graph: Graph, groups: Communities, *, count: int = 10, introductions: int = 3
) -> tuple[Bridge, ...]:
    """The ``count`` pairs of communities that miss most links, most first, with at most so many introductions each."""
    linked, expected = _between(graph, groups)
    missing = np.round(np.triu(expected - linked, 1), 9)
    ones, others = np.nonzero(missing > 0)
    order = np.lexsort((others, ones, -missing[ones, others]))[:count]
    return tuple(
        Bridge(
            (a, b),
            float(linked[a, b]),
            float(expected[a, b]),
            _introductions(graph, groups, a, b, introductions),
        )
        for a, b in zip(ones[order].tolist(), others[order].tolist(), strict=True)
    )


def _between(graph: Graph, groups: Communities) -> tuple[Floats, Floats]:
    """(communities, communities): the weight of links, and the expected one; communities that are too small are left out."""
    size = sum(len(members) >= SMALLEST for members in groups.members)
    one, other = groups.of[graph.ends].T
    kept = (one < size) & (other < size)
    linked = np.zeros((size, size))
    np.add.at(linked, (one[kept], other[kept]), graph.weights[kept])
    strength = np.bincount(groups.of, weights=graph.strength, minlength=size)[:size]
    total = max(2 * float(graph.weights.sum()), 1e-300)
    return linked + np.tril(linked, -1).T, np.outer(strength, strength) / total


def _introductions(graph: Graph, groups: Communities, a: int, b: int, most: int) -> tuple[Introduction, ...]:
    """Those with most introducers, then most links of their own, then lowest keys; nobody twice."""
    one, other = np.flatnonzero(groups.of == a), np.flatnonzero(groups.of == b)
    rows, columns, common = _candidates(graph, one, other)
    degree = graph.degree[one[rows]] + graph.degree[other[columns]]
    order = np.lexsort((other[columns], one[rows], -degree, -common))
    told: list[Introduction] = []
    met: set[int] = set()
    for rank in order:
        pair = int(one[rows[rank]]), int(other[columns[rank]])
        if not met & set(pair):
            met.update(pair)
            told.append(_introduction(graph, *pair))
        if len(told) == most:
            break
    return tuple(told)


def _candidates(graph: Graph, one: Ints, other: Ints) -> tuple[Ints, Ints, Ints]:
    """Pairs not linked, as ranks in ``one`` and ``other``, with how many neighbours they share; of pairs that share none, only those
    of the most linked member of each."""
    mine, theirs = graph.adjacency[one], graph.adjacency[other]
    common = csr_array(mine @ theirs.T).tocoo()
    direct = csr_array(mine[:, other]).tocoo()
    size = other.size
    hubs = np.array([graph.degree[one].argmax() * size + graph.degree[other].argmax()])
    shared = common.row.astype(np.int64) * size + common.col
    pairs = np.concatenate((shared, hubs[~np.isin(hubs, shared)]))
    counts = np.concatenate((common.data, np.zeros(pairs.size - shared.size, dtype=np.int32)))
    free = ~np.isin(pairs, direct.row.astype(np.int64) * size + direct.col)
    return pairs[free] // size, pairs[free] % size, counts[free].astype(np.int64)


def _introduction(graph: Graph, one: int, other: int) -> Introduction:
    both = np.intersect1d(graph.neighbours(one), graph.neighbours(other), assume_unique=True)
    return Introduction(graph.keys[one], graph.keys[other], tuple(graph.keys[node] for node in both))
