"""Who stands between others: as NetworkX counts it, compiled or not, and always the same for a seed."""

import networkx
import numpy as np
import pytest
from hypothesis import given, settings

from cercles_engine.networks import brokers, communities
from cercles_engine.networks.brokerage import betweenness
from tests.engine.alone import run_alone
from tests.engine.networks.graphs import cliques, drawn, graph_of, links, star


def _networkx(graph):
    other = networkx.Graph(graph.ends.tolist())
    other.add_nodes_from(range(len(graph)))
    return other


@given(links)
@settings(max_examples=30, deadline=None)
def test_every_source_gives_the_betweenness_of_networkx(pairs):
    graph = graph_of(pairs, range(12))
    expected = networkx.betweenness_centrality(_networkx(graph))
    assert betweenness(graph, pivots=12) == pytest.approx([expected[node] for node in range(12)], abs=1e-9)


def test_the_centre_of_a_star_stands_between_all():
    (centre,) = brokers(star(6), pivots=7)
    assert (centre.key, centre.betweenness, centre.joins) == (0, 1.0, ())


def test_a_broker_is_told_with_the_communities_that_it_joins():
    graph = cliques(3, 5)
    groups = communities(graph, seed=1)
    first, second = brokers(graph, groups, count=2, pivots=15)
    assert (first.key, second.key) == (5, 9)  # the two ends of the middle group, in order of key
    assert first.betweenness == second.betweenness
    own, left = groups.of[5], groups.of[4]
    assert first.joins == ((int(own), 4), (int(left), 1))


def test_a_sample_finds_the_same_leaders_and_a_seed_the_same_figures():
    graph = drawn(600, 1500, seed=4)
    exact, sampled = betweenness(graph, pivots=600), betweenness(graph, pivots=200, seed=2)
    assert (sampled == betweenness(graph, pivots=200, seed=2)).all()
    assert np.corrcoef(exact, sampled)[0, 1] > 0.9


def test_without_numba_the_answer_is_the_same_with_one_warning():
    code = (
        "from tests.engine.networks.graphs import drawn\n"
        "from cercles_engine.networks.brokerage import betweenness\n"
        "for _ in range(2): print(betweenness(drawn(60, 120, 1), pivots=20, seed=3).tolist())\n"
    )
    said, warned = run_alone(code, missing=("numba",))
    expected = str(betweenness(drawn(60, 120, 1), pivots=20, seed=3).tolist())
    assert said.splitlines() == [expected, expected]
    assert warned.count("SlowerWarning") == 1


def test_nobody_stands_between_two():
    assert brokers(graph_of([(0, 1, 1.0)])) == ()


def test_no_source_is_no_betweenness():
    with pytest.raises(ValueError, match="one source at least, not 0"):
        brokers(star(6), pivots=0)
