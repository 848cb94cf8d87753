"""Graphs drawn at random, and two known by hand."""

import random
from datetime import date

from hypothesis import strategies as st

from cercles_engine.networks import Graph, Link

links = st.lists(
    st.tuples(st.integers(0, 11), st.integers(0, 11), st.sampled_from([1.0, 2.0])).filter(
        lambda link: link[0] != link[1]
    ),
    max_size=30,
)


def graph_of(pairs: list[tuple[int, int, float]], nodes: range = range(0)) -> Graph:
    return Graph.of([Link(one, other, weight=weight) for one, other, weight in pairs], nodes=nodes)


def cliques(count: int, size: int) -> Graph:
    """Groups where everybody knows everybody, each tied to the next by one link."""
    pairs = [
        (group * size + one, group * size + other, 1.0)
        for group in range(count)
        for one in range(size)
        for other in range(one + 1, size)
    ]
    pairs += [(group * size + size - 1, (group + 1) * size, 1.0) for group in range(count - 1)]
    return graph_of(pairs)


def star(leaves: int) -> Graph:
    return graph_of([(0, leaf, 1.0) for leaf in range(1, leaves + 1)])


def drawn(nodes: int, edges: int, seed: int) -> Graph:
    chance = random.Random(seed)
    return graph_of([(*chance.sample(range(nodes), 2), 1.0) for _ in range(edges)], range(nodes))


DAY = date(2026, 6, 1)
