"""A demand that nothing meets says which items and reviewers make it so, and the sets it names prove it."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings

from cercles_engine.assignment import Cause, Infeasible, Problem, assign, problem
from tests.engine.assignment.brute import all_assignments
from tests.engine.assignment.demands import tiny_demands


def _causes(demand: Problem) -> tuple[Cause, ...]:
    try:
        assign(demand)
    except Infeasible as refused:
        return refused.causes
    return ()


def test_an_item_has_too_few_reviewers_without_conflict() -> None:
    conflicts = np.zeros((3, 4), dtype=bool)
    conflicts[1, :2] = True
    demand = problem(np.ones((3, 4)), per_item=3, load_max=3, conflicts=conflicts)
    assert _causes(demand) == (Cause("items_short", (1,), (), 3, 2, ((1, 0), (1, 1))),)
    said = "items [1] need 3 reviewers and can get 2; conflicts with reviewers [0, 1] stand in the way"
    assert str(_causes(demand)[0]) == said


def test_items_share_a_reviewer_who_cannot_carry_them_all() -> None:
    conflicts = np.ones((4, 3), dtype=bool)
    conflicts[:3, 0] = False
    conflicts[3, 1:] = False
    causes = _causes(problem(np.ones((4, 3)), per_item=1, load_max=2, conflicts=conflicts))
    apart = tuple((item, reviewer) for item in range(3) for reviewer in (1, 2))
    assert causes == (Cause("items_short", (0, 1, 2), (0,), 3, 2, apart),)
    said = "items [0, 1, 2] need 3 reviewers and can get 2; reviewers [0] would be full"
    assert str(causes[0]) == said + "; conflicts with reviewers [1, 2] stand in the way"


def test_two_separate_shortages_are_two_causes() -> None:
    conflicts = np.ones((4, 4), dtype=bool)
    conflicts[0, 0] = conflicts[1, 0] = conflicts[2, 1] = conflicts[3, 1] = False
    causes = _causes(problem(np.ones((4, 4)), per_item=1, load_max=1, conflicts=conflicts))
    apart = [tuple((item, reviewer) for item in some for reviewer in (2, 3)) for some in ((0, 1), (2, 3))]
    assert causes == (
        Cause("items_short", (0, 1), (0,), 2, 1, apart[0]),
        Cause("items_short", (2, 3), (1,), 2, 1, apart[1]),
    )


def test_minimum_loads_ask_for_more_than_there_is() -> None:
    demand = problem(np.ones((2, 3)), per_item=1, load_max=2, load_min=1)
    assert _causes(demand) == (Cause("reviewers_short", (), (0, 1, 2), 3, 2),)
    assert str(_causes(demand)[0]) == "reviewers [0, 1, 2] must take 3 items and can get 2"


def test_a_reviewer_in_conflict_with_everything_cannot_reach_her_minimum() -> None:
    conflicts = np.array([[0, 0, 1], [0, 0, 1]])
    demand = problem(np.ones((2, 3)), per_item=2, load_max=2, load_min=[0, 0, 1], conflicts=conflicts)
    assert _causes(demand) == (Cause("reviewers_short", (), (2,), 1, 0, ((0, 2), (1, 2))),)


def test_fixed_pairs_past_a_need_and_a_load() -> None:
    demand = problem(np.ones((2, 2)), per_item=[1, 2], load_max=[1, 2], fixed=[(0, 0), (0, 1), (1, 0)])
    causes = _causes(demand)
    assert causes == (Cause("fixed_item", (0,), (), 2, 1), Cause("fixed_reviewer", (), (0,), 2, 1))
    assert [str(cause) for cause in causes] == [
        "item 0 has 2 fixed pairs for 1 places",
        "reviewer 0 has 2 fixed pairs for 1 places",
    ]


@given(demand=tiny_demands())
@settings(max_examples=60, deadline=None)
def test_there_are_causes_exactly_where_there_is_no_assignment_and_each_is_enough(demand: Problem) -> None:
    causes = _causes(demand)
    assert bool(causes) == (next(all_assignments(demand), None) is None)
    free = ~demand.conflicts
    for item, reviewer in demand.fixed:
        free[item, reviewer] = False
    for cause in causes:
        assert cause.needed > cause.available
        if cause.kind == "items_short":
            _proves_a_shortage(demand, free, cause)
        if len(causes) == 1 and cause.needed == cause.available + 1:
            for item, reviewer in cause.conflicts:
                _lifting_it_leads_somewhere(demand, item, reviewer, cause)


def _lifting_it_leads_somewhere(demand: Problem, item: int, reviewer: int, cause: Cause) -> None:
    """Without that conflict an assignment exists, or something else than this cause stands in the way."""
    conflicts = demand.conflicts.copy()
    assert conflicts[item, reviewer]
    conflicts[item, reviewer] = False
    assert replace(cause, conflicts=()) not in [
        replace(each, conflicts=()) for each in _causes(replace(demand, conflicts=conflicts))
    ]


def _proves_a_shortage(demand: Problem, free: np.ndarray, cause: Cause) -> None:
    """What the items need, against what those reviewers carry and every other pair the items have: counted again."""
    fixed_of = np.zeros(demand.shape, dtype=int)
    for pair in demand.fixed:
        fixed_of[pair] = 1
    items, reviewers = list(cause.items), list(cause.reviewers)
    others = [r for r in range(demand.shape[1]) if r not in reviewers]
    assert cause.needed == (demand.per_item - fixed_of.sum(axis=1))[items].sum()
    carried = (demand.load_max - fixed_of.sum(axis=0))[reviewers].sum()
    assert cause.available == carried + free[np.ix_(items, others)].sum()
