"""Reasons and mixes add up to the value to the last digit; costs are true on tiny problems and honest on others."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cercles_engine.grouping import (
    UNKNOWN,
    Category,
    Constraint,
    Labels,
    Number,
    Place,
    Problem,
    Profiles,
    compose,
    costs,
    fading,
    mixes,
    profiles,
    reasons,
)
from cercles_engine.grouping.compose import places_of
from tests.engine.grouping.instances import KINDS, best_value, distances
from tests.engine.grouping.test_constraints import problems


def circle(members: int = 20, seed: int = 1) -> Profiles:
    """Members with a sector, themes, a staff and a seat, some of them unknown."""
    random = np.random.default_rng(seed)
    some = random.random((4, members)) < 0.85
    return profiles([
        Category("sector", [str(random.choice(list("abc"))) if known else None for known in some[0]], weight=2.0),
        Labels("themes", [set(random.choice(list("xyzw"), 2).tolist()) if known else None for known in some[1]]),
        Number("staff", [float(random.integers(1, 500)) if known else None for known in some[2]], weight=0.7),
        Place("seat", [(random.uniform(43, 50), random.uniform(-4, 7)) if known else None for known in some[3]]),
    ])  # fmt: skip


def problem_of(made_of: Profiles) -> Problem:
    return Problem.of(
        made_of.distance, lower=[6, 6, 6], upper=[7, 7, 8], apart=[[0, 1], [2, 3, 4]], together=[[5, 6]], fixed={7: 2},
        earlier=fading([[range(5), range(5, 12)], [range(0, 20, 2)]], penalty=0.3),
    )  # fmt: skip


def test_shares_and_parts_add_up_to_the_value_in_any_order() -> None:
    for seed in range(5):
        made_of = circle(seed=seed)
        problem = problem_of(made_of)
        answer = compose(problem, seed=seed, iterations=2_000)
        told = reasons(problem, answer, made_of)
        mixed = mixes(problem, answer, made_of)
        for order in (told, told[::-1]):
            assert sum(one.share for one in order) == answer.value
            assert sum(one.penalty for one in order) == answer.penalty
            assert sum(points for one in order for _name, points in one.parts) - answer.penalty == answer.value
        for one in told:
            assert sum(points for _name, points in one.parts) - one.penalty == one.share
            assert sum(beside.distance - beside.penalty for beside in one.beside) / 2 == one.share
            assert all(sum(points for _name, points in beside.parts) == beside.distance for beside in one.beside)
            assert {beside.member for beside in one.beside} == set(answer.groups[one.group]) - {one.member}
        assert sum(one.value for one in mixed) == answer.value
        unknown = sum(points for one in told for name, points in one.parts if name == UNKNOWN)
        assert sum(spread.points for one in mixed for spread in one.spreads) + unknown == answer.diversity


@given(kind=st.sampled_from(KINDS), members=st.integers(1, 30), seed=st.integers(0, 99))
@settings(deadline=None, max_examples=25)
def test_shares_add_up_for_any_distances(kind: str, members: int, seed: int) -> None:
    problem = Problem.of(distances(kind, members, seed) / 7, lower=[0, 0], upper=[members, members])
    answer = compose(problem, seed=seed, iterations=50)
    told = reasons(problem, answer)
    assert sum(one.share for one in told) == answer.value
    assert all(one.parts == (((UNKNOWN, one.share),) if one.share else ()) for one in told)
    assert problem.distance == pytest.approx(distances(kind, members, seed) / 7, abs=1e-11)


def test_who_is_most_different_and_on_what_comes_first() -> None:
    made_of = profiles([Category("sector", ["a", "b", "b"], weight=3), Number("staff", [0, 5, 10], weight=1)])
    problem = Problem.of(made_of.distance, lower=[3], upper=[3])
    told = reasons(problem, compose(problem, seed=1, iterations=0), made_of)
    assert [beside.member for beside in told[0].beside] == [2, 1]
    assert told[0].beside[0].parts == (("sector", 0.75), ("staff", 0.25))
    assert told[1].beside[1].parts == (("staff", 0.125),)
    assert told[0].parts == (("sector", 0.75), ("staff", 0.1875))
    assert told[0].share == 0.9375


def test_what_holds_a_member_and_how_much() -> None:
    """0 and 1 are far apart, and so are 2 and 3: without « apart », each would sit with the other."""
    table = np.array([[0, 9, 2, 2], [9, 0, 2, 2], [2, 2, 0, 5], [2, 2, 5, 0]])
    problem = Problem.of(table, lower=[2, 2], upper=[2, 2], apart=[[0, 1]], fixed={3: 1})
    answer = compose(problem, seed=1, iterations=200)
    told = reasons(problem, answer)
    apart, fixed = problem.hard
    assert answer.value == 4
    held = {one.member: [(hold.constraint, hold.gain, hold.group) for hold in one.held_by] for one in told}
    beside_fixed, other = (0, 1) if told[0].group == 1 else (1, 0)
    assert held[beside_fixed] == [(apart, 10, 0)]
    assert held[other] == [(apart, 0, -1)], "she could only trade places with 3, who is fixed"
    assert held[2] == []
    assert [hold.constraint for hold in told[3].held_by] == [fixed]
    priced = costs(problem, answer, seed=1, iterations=200)
    assert [(cost.constraint, cost.lost) for cost in priced.each] == [(apart, 10), (fixed, 0)]
    assert priced.altogether == 10
    assert priced.answer.value == 4
    assert {frozenset(members) for members in priced.each[0].groups} == {frozenset({0, 1}), frozenset({2, 3})}


@given(problem=problems(), seed=st.integers(0, 99))
@settings(deadline=None, max_examples=15)
def test_costs_are_true_on_tiny_problems(problem: Problem, seed: int) -> None:
    best = best_value(problem)
    if best is None:
        return
    answer = compose(problem, seed=seed, iterations=2_000)
    priced = costs(problem, answer, seed=seed, iterations=2_000)
    assert [cost.constraint for cost in priced.each] == [*problem.hard, Constraint("earlier", bound=0)]
    told = reasons(problem, answer)
    for cost in priced.each:
        without = best_value(problem.without(cost.constraint))
        assert without is not None
        assert cost.lost == without - best
        holds = [hold for one in told for hold in one.held_by if hold.constraint == cost.constraint]
        assert all(hold.gain <= cost.lost for hold in holds)


def test_costs_are_never_negative_and_a_better_answer_met_on_the_way_is_kept() -> None:
    problem = problem_of(circle(seed=3))
    poor = compose(problem, seed=1, iterations=0)
    priced = costs(problem, poor, seed=1, iterations=600)
    assert priced.answer.value > poor.value
    assert problem.fits(places_of(problem, priced.answer.groups))
    assert priced.altogether is not None
    assert all(0 <= cost.lost <= priced.altogether for cost in priced.each)
    size = [one for one in problem.constraints if one.code == "at_least"][:1]
    assert costs(problem, poor, seed=1, iterations=600, of=size).each[0].lost > 0
    assert costs(problem, poor, seed=1, iterations=600, stop=lambda: True).each == ()


def test_the_mix_of_a_group() -> None:
    made_of = profiles([
        Category("sector", ["a", "b", "b", None]), Labels("themes", [{"x", "y"}, {"y"}, set(), None]),
        Number("staff", [2, None, 5, 11]), Place("seat", [(0, 0), (0, 90), None, (0, 180)]),
    ])  # fmt: skip
    problem = Problem.of(made_of.distance, lower=[4, 0], upper=[4, 1])
    answer = compose(problem, seed=1, iterations=0)
    one, empty = mixes(problem, answer, made_of)
    sector, themes, staff, seat = one.spreads
    assert (sector.counts, sector.effective, sector.unknown) == ((("b", 2), ("a", 1)), pytest.approx(9 / 5), 1)
    assert (themes.counts, themes.unknown) == ((("y", 2), ("x", 1)), 1)
    assert (staff.least, staff.mean, staff.greatest, staff.unknown) == (2, 6, 11, 1)
    assert (seat.least, seat.greatest) == (pytest.approx(10007.6, abs=0.1), pytest.approx(20015.1, abs=0.1))
    assert one.mean_distance == answer.value / 6
    assert (empty.value, empty.mean_distance, empty.members, len(empty.spreads)) == (0, None, (), 4)


def test_features_of_another_problem_are_refused() -> None:
    made_of = circle()
    problem = Problem.of(distances("Geo", 20, 1), lower=[10, 10], upper=[10, 10])
    with pytest.raises(ValueError, match="not those of these features"):
        reasons(problem, compose(problem, seed=1, iterations=0), made_of)
