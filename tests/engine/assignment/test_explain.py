"""Why a better reviewer is absent, and what having her costs: the same as solving again with the pair fixed."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cercles_engine.assignment import Infeasible, Move, Problem, assign, explain, problem
from tests.engine.assignment.demands import tiny_demands

SCORES = np.array([[9.0, 5.0, 1.0], [8.0, 2.0, 1.0], [7.0, 5.0, 3.0]])


def _costs_if_solved_again(demand: Problem, item: int, reviewer: int) -> float | None:
    try:
        return assign(demand).total - assign(demand.with_fixed(item, reviewer)).total
    except Infeasible:
        return None


def test_a_full_reviewer_names_what_she_is_busy_with_and_the_exchange() -> None:
    demand = problem(SCORES, per_item=1, load_max=1)
    answer = assign(demand)
    assert answer.reviewers == ((1,), (0,), (2,))
    (absence,) = explain(demand, answer, 0)
    assert (absence.reviewer, absence.score, absence.reason, absence.busy_with) == (0, 9.0, "load", (1,))
    assert (absence.cost, absence.method) == (1.0, "exchange")
    moves = [(0, 0, True), (0, 1, False), (2, 1, True), (2, 2, False), (1, 2, True), (1, 0, False)]
    assert absence.moves == tuple(Move(*move) for move in moves)


def test_the_best_absent_comes_first_and_no_more_than_asked() -> None:
    demand = problem(SCORES, per_item=1, load_max=1)
    answer = assign(demand)
    assert [(a.reviewer, a.cost) for a in explain(demand, answer, 2)] == [(0, 3.0), (1, 1.0)]
    assert [a.reviewer for a in explain(demand, answer, 2, at_most=1)] == [0]


def test_a_conflict_says_what_it_costs() -> None:
    conflicts = np.array([[0, 0], [0, 0]])
    conflicts[0, 0] = 1
    demand = problem([[9.0, 2.0], [8.0, 7.0]], per_item=1, load_max=1, conflicts=conflicts)
    (absence,) = explain(demand, assign(demand), 0)
    assert (absence.reviewer, absence.reason, absence.busy_with, absence.cost) == (0, "conflict", (), -6.0)


def test_a_minimum_load_elsewhere_keeps_a_reviewer_with_room_away() -> None:
    demand = problem([[3.0, 1.0]], per_item=1, load_max=1, load_min=[0, 1])
    (absence,) = explain(demand, assign(demand), 0)
    assert (absence.reviewer, absence.score, absence.reason, absence.cost) == (0, 3.0, "others", None)


def test_under_fair_the_demand_is_solved_again() -> None:
    demand = problem(SCORES, per_item=1, load_max=1)
    answer = assign(demand, objective="fair")
    assert (answer.worst, answer.total) == (3.0, 16.0)
    absent = {a.reviewer: a for a in explain(demand, answer, 2)}
    assert absent[1].method == "solved again"
    assert absent[1].cost == 1.0
    assert absent[1].worst_cost == 2.0


@given(demand=tiny_demands())
@settings(max_examples=35, deadline=None)
def test_the_cost_of_an_exchange_is_that_of_solving_again(demand: Problem) -> None:
    try:
        answer = assign(demand)
    except Infeasible:
        return
    for item in range(demand.shape[0]):
        got = [demand.scores[item, r] for r in answer.reviewers[item]]
        for absence in explain(demand, answer, item):
            assert absence.score > min(got)
            again = _costs_if_solved_again(demand, item, absence.reviewer)
            assert (absence.cost is None) == (again is None)
            if again is not None:
                assert absence.cost == pytest.approx(again, abs=1e-12)
                _moves_lead_there(demand, answer.taken, absence.moves, answer.total - again)


def _moves_lead_there(demand: Problem, taken: np.ndarray, moves: tuple[Move, ...], total: float) -> None:
    after = taken.copy()
    for move in moves:
        assert after[move.item, move.reviewer] != move.takes
        after[move.item, move.reviewer] = move.takes
    assert (after.sum(axis=1) == demand.per_item).all()
    assert (after.sum(axis=0) <= demand.load_max).all()
    assert (after.sum(axis=0) >= demand.load_min).all()
    assert demand.scores[after].sum() == pytest.approx(total, abs=1e-12)


@given(seed=st.integers(0, 1000))
@settings(max_examples=8, deadline=None)
def test_equal_scores_never_turn_in_circles(seed: int) -> None:
    scores = np.random.default_rng(seed).integers(0, 3, (25, 15))
    demand = problem(scores, per_item=2, load_max=5, load_min=1)
    answer = assign(demand)
    for item in range(25):
        for absence in explain(demand, answer, item, at_most=2):
            assert absence.cost == answer.total - assign(demand.with_fixed(item, absence.reviewer)).total
            _moves_lead_there(demand, answer.taken, absence.moves, answer.total - absence.cost)


def test_an_answer_that_is_not_the_best_is_refused() -> None:
    demand = problem([[5.0, 1.0, 2.0], [1.0, 5.0, 2.0], [2.0, 2.0, 5.0]], per_item=1, load_max=1)
    other = problem([[1.0, 5.0, 2.0], [5.0, 1.0, 2.0], [2.0, 2.0, 5.0]], per_item=1, load_max=1)
    with pytest.raises(ValueError, match="not the best of this problem"):
        explain(demand, assign(other), 0)
