"""Which links hold on a day, and the graph they make, whatever the order they are told in."""

import random
from datetime import date

import pytest
from hypothesis import given, settings

from cercles_engine.networks import Edge, Graph, Link, communities, components, ego, places
from tests.engine.networks.graphs import DAY, graph_of, links, star

TOLD = [
    Link("a", "b", "partnership", since=date(2020, 1, 1), until=date(2026, 6, 1)),
    Link("b", "a", "circle", weight=2.0),
    Link("b", "c", "circle", since=date(2026, 6, 2)),
    Link("c", "d", "partnership", until=date(2026, 5, 31)),
]


def test_a_day_keeps_the_links_that_hold_both_ends_included():
    assert Graph.of(TOLD, as_of=DAY).edges == (Edge("a", "b", ("circle", "partnership"), 3.0),)
    assert Graph.of(TOLD, as_of=date(2026, 6, 2)).edges == (
        Edge("a", "b", ("circle",), 2.0),
        Edge("b", "c", ("circle",), 1.0),
    )


def test_kinds_are_chosen_and_somebody_alone_stays():
    graph = Graph.of(TOLD, kinds={"partnership"}, nodes=["z"])
    assert (graph.keys, [edge.one for edge in graph.edges]) == (("a", "b", "c", "d", "z"), ["a", "c"])
    assert graph.degree.tolist() == [1, 1, 1, 1, 0]


@pytest.mark.parametrize(
    ("link", "said"),
    [
        (Link("a", "a"), "'a' cannot be linked to itself"),
        (Link("a", "b", weight=0.0), "must have a finite weight above 0, not 0.0"),
        (Link("a", "b", weight=float("nan")), "must have a finite weight above 0, not nan"),
        (Link("a", "b", weight=float("inf")), "must have a finite weight above 0, not inf"),
        (Link("a", "b", since=DAY, until=date(2026, 5, 31)), "ends before it begins"),
    ],
)
def test_a_link_that_makes_no_sense_is_said(link, said):
    with pytest.raises(ValueError, match=said):
        Graph.of([link])


@given(links)
@settings(max_examples=30, deadline=None)
def test_the_order_of_links_and_of_their_ends_changes_nothing(pairs):
    turned = [(other, one, weight) for one, other, weight in pairs]
    random.Random(1).shuffle(turned)
    one, other = graph_of(pairs, range(12)), graph_of(turned, range(12))
    assert (one.keys, one.edges) == (other.keys, other.edges)
    assert communities(one, seed=3).members == communities(other, seed=3).members
    assert places(one, communities(one), seed=3) == places(other, communities(other), seed=3)


@given(links)
@settings(max_examples=30, deadline=None)
def test_parts_are_those_that_union_finds(pairs):
    graph, root = graph_of(pairs, range(12)), list(range(12))
    for one, other, _weight in pairs:
        a, b = root[one], root[other]
        root = [b if each == a else each for each in root]
    expected = {frozenset(node for node in range(12) if root[node] == each) for each in root}
    found = components(graph)
    assert {frozenset(part) for part in found} == expected
    assert [len(part) for part in found] == sorted(map(len, found), reverse=True)


def test_what_surrounds_somebody():
    graph = graph_of([(0, 1, 1.0), (1, 2, 1.0), (2, 3, 1.0), (1, 4, 1.0)])
    near = ego(graph, 0, radius=2)
    assert near.distances == ((0, 0), (1, 1), (2, 2), (4, 2))
    assert [(edge.one, edge.other) for edge in near.edges] == [(0, 1), (1, 2), (1, 4)]
    assert [key for key, _far in ego(star(3), 2).distances] == [2, 0]
    with pytest.raises(KeyError):
        ego(graph, 99)
