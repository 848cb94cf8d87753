"""Communities, the bridges that miss between them, and a map that stays."""

import random

import igraph
import networkx
import numpy as np
import pytest
from hypothesis import given, settings

from cercles_engine.networks import Graph, Link, communities, missing_bridges, places, portrait
from cercles_engine.networks.bridging import Introduction
from cercles_engine.networks.grouped import modularity
from tests.engine.networks.graphs import cliques, drawn, graph_of, links


def test_groups_where_everybody_knows_everybody_are_found():
    found = communities(cliques(4, 6), seed=1)
    assert sorted(found.members) == [tuple(range(group * 6, group * 6 + 6)) for group in range(4)]


@given(links)
@settings(max_examples=30, deadline=None)
def test_modularity_is_that_of_networkx_and_groups_are_a_partition(pairs):
    graph = graph_of(pairs, range(12))
    found = communities(graph, seed=5)
    assert sorted(key for members in found.members for key in members) == list(range(12))
    assert [graph.keys[node] in found.members[found.of[node]] for node in range(12)] == [True] * 12
    if graph.edges:
        other = networkx.Graph()
        other.add_nodes_from(range(12))
        other.add_weighted_edges_from((edge.one, edge.other, edge.weight) for edge in graph.edges)
        assert found.modularity == pytest.approx(networkx.community.modularity(other, found.members))
        assert found.modularity >= modularity(graph, np.zeros(12, dtype=np.int64)) - 1e-12


def test_a_seed_gives_the_same_groups_and_leaves_chance_as_it_was():
    graph = drawn(200, 500, seed=1)
    assert communities(graph, seed=9).members == communities(graph, seed=9).members
    random.seed(3)
    left = igraph.Graph.Erdos_Renyi(n=30, m=60).get_edgelist()
    random.seed(3)
    communities(graph, seed=9)
    assert igraph.Graph.Erdos_Renyi(n=30, m=60).get_edgelist() == left


def test_two_worlds_that_nobody_ties_miss_a_bridge_and_friends_of_both_could_build_it():
    """Two cliques of six; 12 knows one of each, so it could introduce them."""
    pairs = [(a, b, 1.0) for start in (0, 6) for a in range(start, start + 6) for b in range(a + 1, start + 6)]
    graph = graph_of([*pairs, (12, 0, 1.0), (12, 6, 1.0)])
    groups = communities(graph, seed=1)
    assert groups.members == ((0, 1, 2, 3, 4, 5, 12), (6, 7, 8, 9, 10, 11))
    (bridge,) = missing_bridges(graph, groups)
    assert (bridge.communities, bridge.linked, bridge.expected) == ((0, 1), 1.0, 33 * 31 / 64)
    assert bridge.introductions == (Introduction(0, 6, (12,)), Introduction(12, 7, (6,)))


@given(links)
@settings(max_examples=30, deadline=None)
def test_what_misses_adds_up_and_whom_it_introduces_did_not_know_each_other(pairs):
    graph = graph_of(pairs, range(12))
    groups = communities(graph, seed=2)
    linked = {(edge.one, edge.other): edge.weight for edge in graph.edges}
    total = sum(linked.values())
    for bridge in missing_bridges(graph, groups):
        a, b = (set(groups.members[number]) for number in bridge.communities)
        between = sum(weight for (one, other), weight in linked.items() if {one, other} & a and {one, other} & b)
        strength = [sum(w * ((one in side) + (other in side)) for (one, other), w in linked.items()) for side in (a, b)]
        assert bridge.linked == pytest.approx(between)
        assert bridge.expected == pytest.approx(strength[0] * strength[1] / (2 * total))
        for told in bridge.introductions:
            assert (told.one in a, told.other in b) == (True, True)
            assert tuple(sorted((told.one, told.other))) not in linked
            for who in told.introducers:
                assert {tuple(sorted((who, told.one))), tuple(sorted((who, told.other)))} <= set(linked)


@pytest.mark.parametrize("nodes", [60, 900])
def test_places_stay_from_one_visit_to_the_next(nodes):
    graph = drawn(nodes, nodes * 2, seed=6)
    groups = communities(graph, seed=1)
    before = places(graph, groups, seed=1)
    assert before == places(graph, groups, seed=1)
    more = Graph.of(
        [*(Link(edge.one, edge.other) for edge in graph.edges), Link(0, 5000), Link(5000, 5001)], nodes=range(nodes)
    )
    after = places(more, communities(more, seed=1), previous=before, seed=1)
    assert {key: after[key] for key in before} == before
    assert set(after) - set(before) == {5000, 5001}
    assert np.hypot(*np.subtract(after[5000], after[0])) < 10  # the new one stands near the one it knows
    assert len(set(after.values())) == len(after)


def test_who_left_leaves_a_free_place_and_moves_nobody():
    graph = cliques(3, 5)
    before = places(graph, communities(graph), seed=1)
    fewer = Graph.of([Link(edge.one, edge.other) for edge in graph.edges if 14 not in (edge.one, edge.other)])
    after = places(fewer, communities(fewer), previous=before, seed=1)
    assert after == {key: place for key, place in before.items() if key != 14}


def test_many_who_come_at_once_each_find_a_place():
    """A thousand around one, a chain that nobody knew, two that are alone: only the first was here before."""
    links = [Link(0, leaf) for leaf in range(1, 1000)] + [Link(node, node + 1) for node in range(1000, 2000)]
    graph = Graph.of(links, nodes=[3000, 3001])
    found = places(graph, communities(graph), previous={0: (1.5, 2.5)}, seed=1)
    assert found[0] == (1.5, 2.5)
    assert len(set(found.values())) == len(graph)
    assert max(np.hypot(*np.subtract(found[leaf], found[0])) for leaf in range(1, 1000)) < 25
    assert max(np.hypot(*np.subtract(found[node], found[node + 1])) for node in range(1000, 2000)) < 25


def test_a_page_has_everything_at_once():
    graph = cliques(3, 5)
    page = portrait(graph, seed=1)
    assert page.components == (tuple(range(15)),)
    assert page.communities.members == communities(graph, seed=1).members
    assert [broker.key for broker in page.brokers[:2]] == [5, 9]
    assert set(page.places) == set(range(15))


def test_a_graph_of_nobody_has_nothing():
    page = portrait(Graph.of([]))
    assert (page.components, page.communities.members, page.brokers, page.bridges, page.places) == ((), (), (), (), {})
