"""The parts that make it exact: exchanges that mend a poor choice, prices that prove, libraries that may be missing."""

import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cercles_engine.assignment import assign, problem
from cercles_engine.assignment.exchange import improved
from cercles_engine.assignment.fair import _greatest_service, _summed
from cercles_engine.assignment.feasibility import any_flow
from cercles_engine.assignment.prices import Prices
from cercles_engine.assignment.relaxed import Service
from cercles_engine.assignment.total import best_total
from cercles_engine.assignment.units import in_units, network_of
from tests.engine.alone import run_alone

SAME = """
import numpy as np
from cercles_engine.assignment import assign, problem
demand = problem(np.random.default_rng(5).random((30, 20)), per_item=3, load_max=5)
print([round(assign(demand, objective=o).total, 9) for o in ("total", "fair", "total")])
"""
BY_NAME = """
try:
    assign(demand, solver="ortools")
except ValueError as error:
    print(error)
"""


@given(seed=st.integers(0, 10_000))
@settings(max_examples=25, deadline=None)
def test_exchanges_lead_from_any_choice_to_the_best(seed: int) -> None:
    demand = problem(np.random.default_rng(seed).random((9, 7)), per_item=2, load_max=4, load_min=1)
    net = network_of(demand, in_units(demand).weights)
    item, reviewer = np.nonzero(net.open)
    taken, prices = improved(net, item, reviewer, any_flow(net)[item, reviewer])
    value = int(net.weights[item[taken], reviewer[taken]].sum())
    best = best_total(net)
    assert value == int(net.weights[best.taken].sum())
    assert prices.bound(net) == value == best.prices.bound(net)


@given(seed=st.integers(0, 10_000))
@settings(max_examples=25, deadline=None)
def test_any_prices_bound_the_total(seed: int) -> None:
    draw = np.random.default_rng(seed)
    demand = problem(draw.integers(0, 50, (8, 6)), per_item=2, load_max=4, load_min=1)
    net = network_of(demand, in_units(demand).weights)
    prices = Prices(draw.integers(-60, 60, 8), draw.integers(-60, 60, 6))
    assert prices.bound(net) >= assign(demand).total


def test_pairs_left_out_at_first_join_when_prices_call_them() -> None:
    """Everybody prefers the same few reviewers, so most of the best assignment lies far from each item's favourites."""
    draw = np.random.default_rng(0)
    demand = problem(draw.random(150) + 0.1 * draw.random((200, 150)), per_item=3, load_max=4)
    net = network_of(demand, in_units(demand).weights)
    best = best_total(net, "highs")
    assert best.looked_at < net.open.size
    assert best.prices.bound(net) == int(net.weights[best.taken].sum())


def test_the_greatest_service_when_the_ceiling_does_not_hold() -> None:
    """One reviewer cannot be cut in two: the relaxation promises 6 to both items, whole people give 4."""
    scores = np.array([[8.0, 4.0], [8.0, 4.0]])
    demand = problem(scores, per_item=1, load_max=1)
    net = network_of(demand, in_units(demand).weights)
    service = Service.of(net, np.zeros(2, dtype=np.int64), np.ones(2, dtype=bool))
    assert _greatest_service(service, any_flow(net), 6)[0] == 4
    assert _greatest_service(service, net.open, 6)[0] == 4
    answer = assign(demand, objective="fair")
    assert (answer.worst, answer.worst_bound, answer.total) == (4.0, 4.0, 12.0)


def test_a_service_below_what_floating_point_sees_is_refused() -> None:
    """The dearer pair of assignments serves item 0 one unit in 2^50 too little: summed in whole units, it does not pass."""
    least = 0.3 + 2.0**-50
    demand = problem([[0.3, least], [1.0, 0.2 + 1.0]], per_item=1, load_max=1)
    units = in_units(demand)
    net = network_of(demand, units.weights)
    service = Service.of(net, np.zeros(2, dtype=np.int64), np.array([True, True]))
    found = _summed(service, net.open, int(units.weights[0, 1]))
    assert found is not None
    assert np.argwhere(found[0]).tolist() == [[0, 1], [1, 0]]


def test_missing_libraries_change_no_value_and_are_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    """OR-tools, which is asked for by name too; Numba, which must not be needed."""
    exec(SAME, {})
    assert "ortools.graph.python.min_cost_flow" in sys.modules
    said, warned = run_alone(SAME + BY_NAME, missing=("ortools", "numba"))
    by_name = "OR-tools is not installed: ask for solver='highs' or 'auto'"
    assert said == capsys.readouterr().out + by_name
    assert warned.count("is not installed") == 1
    assert "ortools is not installed: SciPy's HiGHS gives the same answers, slower." in warned


def test_a_name_that_is_not_there() -> None:
    import cercles_engine.assignment as package

    with pytest.raises(AttributeError, match="has no attribute 'asign'"):
        package.asign  # noqa: B018
