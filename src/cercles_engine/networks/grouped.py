"""Communities: groups more linked inside than chance would have it, by igraph's Leiden (Traag, Waltman and van Eck 2019)."""

from dataclasses import dataclass

import numpy as np

from cercles_engine.networks.chance import seeded
from cercles_engine.networks.links import Graph, Ints, Key

ITERATIONS = 5


@dataclass(frozen=True, eq=False)
class Communities:
    """``of`` (nodes,): the community of each; ``members`` of each community, the largest first, then the one of the lowest key;
    ``modularity`` (Newman and Girvan 2004): the share of weight inside less what chance would put there, at most 1."""

    of: Ints
    members: tuple[tuple[Key, ...], ...]
    modularity: float


def communities(graph: Graph, *, seed: int = 0, iterations: int = ITERATIONS) -> Communities:
    """Communities by weight of links; more iterations are never less modular than none but another draw may be."""
    if not graph.edges:
        return _numbered(graph, np.arange(len(graph)))
    with seeded(seed):
        found = graph.igraph.community_leiden(
            objective_function="modularity", weights=graph.weights.tolist(), n_iterations=iterations
        )
    return _numbered(graph, np.array(found.membership, dtype=np.int64))


def _numbered(graph: Graph, label: Ints) -> Communities:
    kept, first, of = np.unique(label, return_index=True, return_inverse=True)
    sizes = np.bincount(of, minlength=kept.size)
    order = np.lexsort((first, -sizes))
    number = np.empty_like(order)
    number[order] = np.arange(kept.size)
    of = number[of].astype(np.int64)
    ranks = np.argsort(of, kind="stable")
    parts = np.split(ranks, np.cumsum(sizes[order])[:-1]) if kept.size else []
    members = tuple(tuple(graph.keys[node] for node in part) for part in parts)
    return Communities(of, members, modularity(graph, of))


def modularity(graph: Graph, of: Ints) -> float:
    """Of any partition ``of`` (nodes,) into communities numbered from 0; 0 for a graph without links."""
    total = float(graph.weights.sum())
    if not total:
        return 0.0
    inside = graph.weights[of[graph.ends[:, 0]] == of[graph.ends[:, 1]]].sum()
    strength = np.bincount(of, weights=graph.strength)
    return float(inside / total - ((strength / (2 * total)) ** 2).sum())
