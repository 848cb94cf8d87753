"""Where nodes stand on a map that stays the same from one visit to the next.

Nothing is drawn by lot: a node begins at a place that follows from its key and the seed, so the same graph has the same map. Nodes
that had a place keep it to the last digit; new ones come beside those they are linked to.

A small graph is drawn by forces (Fruchterman and Reingold 1991, by igraph). A large one is drawn as a map of its communities: each is
a disc whose surface is its number of members, discs are drawn by forces then pushed apart, and inside a disc members stand on a
spiral, the most linked at the centre.
"""

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from math import cos, pi, sin, sqrt

import numpy as np

from cercles_engine.networks.chance import seeded
from cercles_engine.networks.grouped import Communities
from cercles_engine.networks.links import Floats, Graph, Ints, Key

FORCES_UP_TO, STEPS, DIGITS = 400, 150, 6
GOLDEN = pi * (3 - sqrt(5))  # the angle of sunflower seeds, which never line up
Place = tuple[float, float]


def places(
    graph: Graph, groups: Communities, *, previous: Mapping[Key, Place] | None = None, seed: int = 0
) -> dict[Key, Place]:
    """A place for each node. The unit is the distance that two close nodes keep; y grows upward or downward as the reader likes."""
    if previous:
        return _joined(graph, previous, seed)
    found = _by_forces(graph, seed) if len(graph) <= FORCES_UP_TO else _by_communities(graph, groups, seed)
    return _named(graph, found)


def _named(graph: Graph, found: Floats) -> dict[Key, Place]:
    return {key: (x, y) for key, (x, y) in zip(graph.keys, np.round(found, DIGITS).tolist(), strict=True)}


def _start(keys: tuple[Key, ...], seed: int, wide: float) -> Floats:
    """(nodes, 2): a place in a square for each key, whatever the others are."""
    digests = (blake2b(f"{seed}|{key}".encode(), digest_size=8).digest() for key in keys)
    numbers = [(int.from_bytes(digest[:4]), int.from_bytes(digest[4:])) for digest in digests]
    return (np.array(numbers, dtype=np.float64).reshape(-1, 2) / 2**32 - 0.5) * wide


def _by_forces(graph: Graph, seed: int) -> Floats:
    if len(graph) < 2:
        return np.zeros((len(graph), 2))
    start = _start(graph.keys, seed, sqrt(len(graph)))
    with seeded(seed):
        layout = graph.igraph.layout_fruchterman_reingold(
            seed=start.tolist(), niter=STEPS, weights=graph.weights.tolist(), grid=False
        )
    return _centred(np.array(layout.coords))


def _centred(found: Floats) -> Floats:
    return np.asarray(found - (found.min(axis=0) + found.max(axis=0)) / 2)


def _by_communities(graph: Graph, groups: Communities, seed: int) -> Floats:
    sizes = np.array([len(members) for members in groups.members])
    radius = np.sqrt(sizes) * 0.6 + 0.5
    centres = _discs(graph, groups, radius, seed)
    order = np.lexsort((np.arange(len(graph)), -graph.degree, groups.of))
    rank = np.concatenate([np.arange(size) for size in sizes])
    spiral = np.sqrt(rank) * 0.6
    turned = rank * GOLDEN
    found = np.empty((len(graph), 2))
    found[order] = np.column_stack((spiral * np.cos(turned), spiral * np.sin(turned)))
    return _centred(found + centres[groups.of])


def _discs(graph: Graph, groups: Communities, radius: Floats, seed: int) -> Floats:
    """Centres of discs that do not overlap, linked ones near each other; those that nothing links stand around."""
    one, other = groups.of[graph.ends].T
    apart = one != other
    pairs, which = np.unique(np.sort(np.column_stack((one, other))[apart], axis=1), axis=0, return_inverse=True)
    weights = np.sqrt(np.bincount(which.ravel(), weights=graph.weights[apart], minlength=len(pairs)))
    linked = np.unique(pairs)
    centres = np.zeros((radius.size, 2))
    if linked.size > 1:
        ranks = np.searchsorted(linked, pairs)
        start = _start(tuple(groups.members[group][0] for group in linked), seed, float(radius.sum()))
        with seeded(seed) as igraph:
            graph_of_groups = igraph.Graph(n=int(linked.size), edges=ranks.tolist())
            layout = graph_of_groups.layout_fruchterman_reingold(
                seed=start.tolist(), niter=STEPS, weights=weights.tolist(), grid=False
            )
        near = _centred(np.array(layout.coords))
        spread = max(float(np.abs(near).max()), 1e-9)
        centres[linked] = near * (float(np.sqrt((radius[linked] ** 2).sum())) / spread)
        centres[linked] = _pushed_apart(centres[linked], radius[linked])
    return _around(centres, radius, linked)


def _pushed_apart(centres: Floats, radius: Floats) -> Floats:
    """Overlapping discs part by half of their overlap each, until none overlap or two hundred times."""
    room = radius[:, None] + radius[None, :]
    np.fill_diagonal(room, 0)
    for _ in range(200):
        way = centres[:, None, :] - centres[None, :, :]
        distance = np.sqrt((way**2).sum(axis=2))
        overlap = np.maximum(room - distance, 0)
        if overlap.max() < 1e-3:
            break
        centres = centres + (way * (overlap / np.maximum(distance, 1e-9))[:, :, None]).sum(axis=1) * 0.35
    return centres


def _around(centres: Floats, radius: Floats, linked: Ints) -> Floats:
    """Discs that nothing links, in rings around the others, the largest first."""
    alone = np.setdiff1d(np.arange(radius.size), linked)
    if not alone.size:
        return centres
    middle = float((np.sqrt((centres[linked] ** 2).sum(axis=1)) + radius[linked]).max(initial=0.0))
    surface = np.cumsum((2 * radius[alone]) ** 2)
    far = np.sqrt((middle + 2 * radius[alone].max()) ** 2 + surface / pi * 2)
    turned = np.arange(alone.size) * GOLDEN
    centres[alone] = np.column_stack((far * np.cos(turned), far * np.sin(turned)))
    return centres


def _joined(graph: Graph, previous: Mapping[Key, Place], seed: int) -> dict[Key, Place]:
    """Nodes that had a place keep it. The others come in the order of how many placed neighbours they have, each beside the middle of
    them, at the nearest free spot of a spiral; those who know nobody placed stand at the edge of the map."""
    found = {key: previous[key] for key in graph.keys if key in previous}
    spots, edge = _Spots(found.values()), max((abs(x) for place in found.values() for x in place), default=0.0) + 2
    order = [rank for rank, key in enumerate(graph.keys) if key not in found]
    waiting, alone = set(order), iter(order)
    ready = {rank for rank in order if any(graph.keys[n] in found for n in graph.neighbours(rank).tolist())}
    while waiting:
        ready = ready or {next(rank for rank in alone if rank in waiting)}
        known = {rank: [n for n in graph.neighbours(rank).tolist() if n not in waiting] for rank in ready}
        for rank in sorted(ready, key=lambda rank: (-len(known[rank]), rank)):
            near = [found[graph.keys[node]] for node in known[rank]]
            found[graph.keys[rank]] = spots.free(_middle(near) if near else _edge(graph.keys[rank], seed, edge))
        waiting -= ready
        ready = {n for rank in ready for n in graph.neighbours(rank).tolist() if n in waiting}
    return {key: found[key] for key in graph.keys}


def _middle(spots: list[Place]) -> Place:
    return sum(x for x, _y in spots) / len(spots), sum(y for _x, y in spots) / len(spots)


def _edge(key: Key, seed: int, edge: float) -> Place:
    turned = float(_start((key,), seed, 2 * pi)[0, 0])
    return edge * cos(turned), edge * sin(turned)


class _Spots:
    """Which spots are taken, and how far the spiral around each middle went."""

    def __init__(self, places: Iterable[Place]) -> None:
        self.taken = {_cell(place) for place in places}
        self.steps: dict[Place, int] = {}

    def free(self, middle: Place) -> Place:
        """The first free spot of a spiral from ``middle``; it is taken now."""
        step = self.steps.get(middle, 0)
        while True:
            step += 1
            away, turned = 0.6 * sqrt(step), step * GOLDEN
            x, y = middle[0] + away * cos(turned), middle[1] + away * sin(turned)
            spot = round(x, DIGITS), round(y, DIGITS)
            if _cell(spot) not in self.taken:
                self.taken.add(_cell(spot))
                self.steps[middle] = step
                return spot


def _cell(place: Place) -> tuple[int, int]:
    return int(place[0] // 0.5), int(place[1] // 0.5)
