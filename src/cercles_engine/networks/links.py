"""Links, and the graph of those that hold on a day.

A graph does not depend on the order in which links are told: nodes and edges are sorted. So every answer drawn from it is the same
for the same links and the same seed.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Key: TypeAlias = int | str
Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True)
class Link:
    """Two ends, in no order, and what ties them from a day to a day, both included; a day that is not known sets no limit."""

    one: Key
    other: Key
    kind: str = ""
    since: date | None = None
    until: date | None = None
    weight: float = 1.0

    def holds(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Edge:
    """All links of a pair: its kinds in order, and the sum of their weights."""

    one: Key
    other: Key
    kinds: tuple[str, ...]
    weight: float


class Graph:
    """``keys``: nodes in growing order. ``ends`` (edges, 2): their ranks, the lower first, in growing order; ``weights`` (edges,)."""

    def __init__(self, keys: tuple[Key, ...], edges: tuple[Edge, ...]) -> None:
        self.keys, self.edges = keys, edges
        self.rank = {key: rank for rank, key in enumerate(keys)}
        pairs = [(self.rank[edge.one], self.rank[edge.other]) for edge in edges]
        self.ends: Ints = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        self.weights: Floats = np.array([edge.weight for edge in edges], dtype=np.float64)

    @classmethod
    def of(
        cls,
        links: Iterable[Link],
        *,
        as_of: date | None = None,
        kinds: Collection[str] | None = None,
        nodes: Iterable[Key] = (),
    ) -> "Graph":
        """The links that hold on ``as_of`` (all, if None) and are of these ``kinds`` (all, if None), and ``nodes`` even if alone.

        Keys are all whole numbers or all texts. Raises ``ValueError`` for a link of a node with itself, of no weight, or ending
        before it begins.
        """
        keys: set[Key] = set(nodes)
        found: dict[tuple[Key, Key], list[Link]] = {}
        for link in links:
            _check(link)
            if (as_of is None or link.holds(as_of)) and (kinds is None or link.kind in kinds):
                pair = (link.one, link.other) if link.one < link.other else (link.other, link.one)  # type: ignore[operator]
                found.setdefault(pair, []).append(link)
                keys.update(pair)
        edges = (
            Edge(one, other, tuple(sorted({link.kind for link in some})), sum(sorted(link.weight for link in some)))
            for (one, other), some in sorted(found.items(), key=lambda each: each[0])
        )
        return cls(tuple(sorted(keys)), tuple(edges))

    def __len__(self) -> int:
        return len(self.keys)

    @cached_property
    def degree(self) -> Ints:
        """(nodes,): how many others each is linked to."""
        return np.bincount(self.ends.ravel(), minlength=len(self)).astype(np.int64)

    @cached_property
    def strength(self) -> Floats:
        """(nodes,): the sum of the weights of the edges of each."""
        doubled = np.repeat(self.weights, 2)
        return np.bincount(self.ends.ravel(), weights=doubled, minlength=len(self)).astype(np.float64)

    @cached_property
    def rows(self) -> tuple[Ints, Ints]:
        """``starts`` (nodes + 1,) and ``neighbours`` (2 · edges,): the neighbours of each node, in growing order."""
        tails, heads = np.concatenate((self.ends, self.ends[:, ::-1])).T
        order = np.lexsort((heads, tails))
        return np.concatenate(([0], np.cumsum(self.degree))), heads[order]

    def neighbours(self, node: int) -> Ints:
        starts, heads = self.rows
        return heads[starts[node] : starts[node + 1]]

    @cached_property
    def adjacency(self) -> csr_array:
        """(nodes, nodes): 1 where two are linked."""
        starts, heads = self.rows
        return csr_array((np.ones(heads.size, dtype=np.int32), heads, starts), shape=(len(self), len(self)))

    @cached_property
    def igraph(self) -> Any:
        """The same graph for igraph, nodes by rank."""
        import igraph

        return igraph.Graph(n=len(self), edges=self.ends.tolist())


def _check(link: Link) -> None:
    if link.one == link.other:
        raise ValueError(f"{link.one!r} cannot be linked to itself")
    if not 0 < link.weight < float("inf"):
        raise ValueError(
            f"the link of {link.one!r} and {link.other!r} must have a finite weight above 0, not {link.weight}"
        )
    if link.since is not None and link.until is not None and link.until < link.since:
        raise ValueError(f"the link of {link.one!r} and {link.other!r} ends before it begins")
