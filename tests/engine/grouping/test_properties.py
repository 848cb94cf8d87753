"""What must hold for any circle: its constraints kept, its order indifferent, its start never spoilt, its seed obeyed, more never worse."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cercles_engine.grouping import Earlier, Impossible, Problem, compose
from cercles_engine.grouping.compose import places_of
from tests.engine.grouping.instances import KINDS, best_value, distances
from tests.engine.grouping.test_constraints import problems


@st.composite
def circles(draw: st.DrawFn) -> Problem:
    """10 to 30 members with every kind of constraint, drawn around a composition that keeps them all: never impossible."""
    members, groups = draw(st.integers(10, 30)), draw(st.integers(2, 4))
    random = np.random.default_rng(draw(st.integers(0, 999)))
    group = random.integers(0, groups, members)
    size = np.bincount(group, minlength=groups)
    pairs = [random.permutation(members)[:2].tolist() for _ in range(draw(st.integers(0, 12)))]
    fixed = random.permutation(members)[: draw(st.integers(0, 3))]
    return Problem.of(
        distances(draw(st.sampled_from(KINDS)), members, draw(st.integers(0, 99))),
        lower=np.maximum(0, size - random.integers(0, 2, groups)),
        upper=size + random.integers(0, 2, groups),
        apart=[pair for pair in pairs if group[pair[0]] != group[pair[1]]],
        together=[pair for pair in pairs if group[pair[0]] == group[pair[1]]],
        fixed={int(member): int(group[member]) for member in fixed},
        earlier=[Earlier((tuple(range(members // 2)), tuple(range(members // 2, members))), draw(st.integers(0, 50)))],
    )


@pytest.mark.slow
@given(problem=circles(), seed=st.integers(0, 999))
@settings(deadline=None, max_examples=25)
def test_everything_holds_and_the_value_is_that_of_the_groups(problem: Problem, seed: int) -> None:
    answer = compose(problem, seed=seed, iterations=400)
    group = places_of(problem, answer.groups)
    assert problem.fits(group)
    assert answer.value == problem.value(group)
    assert answer.diversity == (problem.distance * (group[:, None] == group)).sum() / 2
    assert answer.penalty == (problem.penalty * (group[:, None] == group)).sum() / 2


@given(problem=circles(), seed=st.integers(0, 999))
@settings(deadline=None, max_examples=12)
def test_never_worse_than_the_start_nor_than_fewer_steps_and_the_same_again(problem: Problem, seed: int) -> None:
    start = compose(problem, seed=seed, iterations=0)
    values = [compose(problem, seed=seed + 1, iterations=n, start=start.groups).value for n in (0, 30, 300, 1_000)]
    assert [start.value, *values] == sorted([start.value, *values])
    once, again = (compose(problem, seed=seed, iterations=300) for _ in range(2))
    assert once == again


@given(problem=problems(), seed=st.integers(0, 999))
@settings(deadline=None, max_examples=12)
def test_the_order_of_members_changes_nothing(problem: Problem, seed: int) -> None:
    order = np.random.default_rng(seed).permutation(problem.members)
    place = np.argsort(order).tolist()
    moved = Problem.of(
        problem.distance[np.ix_(order, order)], lower=problem.lower, upper=problem.upper,
        apart=[[place[m] for m in one.members] for one in problem.hard if one.code == "apart"],
        together=[[place[m] for m in one.members] for one in problem.hard if one.code == "together"],
        fixed=[(place[one.members[0]], one.group) for one in problem.hard if one.code == "fixed"],
        earlier=[Earlier(tuple(tuple(place[m] for m in g) for g in one.groups), one.penalty) for one in problem.earlier],
    )  # fmt: skip
    found = [_value(one, seed) for one in (problem, moved)]
    assert found == [best_value(problem)] * 2


def _value(problem: Problem, seed: int) -> float | None:
    try:
        answer = compose(problem, seed=seed, iterations=4_000)
    except Impossible:
        return None
    assert problem.fits(places_of(problem, answer.groups))
    return answer.value
