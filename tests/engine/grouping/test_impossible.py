"""What is impossible is refused with a smallest contradictory set: none of it can be left out, and none is smaller."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings

from cercles_engine.grouping import Constraint, Impossible, Problem, Undecided, compose
from cercles_engine.grouping.impossible import first_composition
from cercles_engine.grouping.placing import draw, exact
from cercles_engine.grouping.problem import holds
from cercles_engine.grouping.units import units_of
from tests.engine.grouping.instances import compositions
from tests.engine.grouping.test_constraints import problems


def refused(problem: Problem) -> Impossible:
    with pytest.raises(Impossible) as error:
        compose(problem, seed=1, iterations=10)
    return error.value


def refusal(problem: Problem) -> Impossible | None:
    try:
        first_composition(problem)
    except Impossible as error:
        return error
    return None


def contradictory(problem: Problem, constraints: tuple[Constraint, ...]) -> bool:
    """By trying every composition."""
    everything = compositions([0] * problem.groups, [problem.members] * problem.groups, problem.members)
    return not any(all(holds(one, np.array(group)) for one in constraints) for group in everything)


@given(problem=problems())
@settings(deadline=None, max_examples=25)
def test_the_set_named_is_contradictory_and_none_of_it_can_be_left_out(problem: Problem) -> None:
    error = refusal(problem)
    if error is None:
        assert problem.fits(first_composition(problem))
        return
    assert error.smallest
    assert contradictory(problem, error.conflict)
    for left_out in error.conflict:
        assert not contradictory(problem, tuple(one for one in error.conflict if one != left_out))


@pytest.mark.parametrize("first", [True, False])
def test_no_smaller_set_is_contradictory(first: bool) -> None:
    """Two reasons at once: a chain, which takes four constraints to tell, and a pair both apart and together, which takes two."""
    chain, pair = [[0, 1], [1, 2], [2, 3]], [[4, 5]]
    problem = Problem.of(
        np.zeros((6, 6)), lower=[0, 0], upper=[6, 6],
        together=chain + pair if first else pair + chain, apart=[[0, 3], [4, 5]] if first else [[4, 5], [0, 3]],
    )  # fmt: skip
    error = refused(problem)
    assert error.conflict == (Constraint("apart", (4, 5)), Constraint("together", (4, 5)))
    assert error.smallest


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"lower": [3, 3], "upper": [3, 3]}, "group 0 must hold at least 3; group 1 must hold at least 3"),
        ({"lower": [1, 1], "upper": [2, 2]}, "group 0 can hold at most 2; group 1 can hold at most 2"),
        ({"apart": [[4, 2, 0]]}, "no two of the members 0, 2, 4 may share a group"),
        ({"lower": [0, 0], "together": [[0, 1], [1, 2], [2, 3]]},
         "group 0 can hold at most 3; group 1 can hold at most 3; the members 0, 1 must share a group; "
         "the members 1, 2 must share a group; the members 2, 3 must share a group"),
        ({"fixed": [(3, 0), (3, 1)]}, "member 3 must be in group 0; member 3 must be in group 1"),
        ({"fixed": {0: 1, 1: 1}, "apart": [[0, 1], [2, 3]]},
         "no two of the members 0, 1 may share a group; member 0 must be in group 1; member 1 must be in group 1"),
        ({"fixed": {0: 1, 1: 0}, "together": [[0, 4], [1, 4]]},
         "the members 0, 4 must share a group; the members 1, 4 must share a group; member 0 must be in group 1; "
         "member 1 must be in group 0"),
    ],
)  # fmt: skip
def test_it_is_said_in_sentences(asked: dict[str, object], said: str) -> None:
    problem = Problem.of(np.zeros((5, 5)), **{"lower": [2, 2], "upper": [3, 3]} | asked)  # type: ignore[arg-type]
    error = refused(problem)
    assert str(error) == f"5 members cannot be placed so that all of this holds: {said}"
    assert error.smallest


def test_five_competitors_in_four_groups_among_many_other_constraints() -> None:
    pairs = [[a, b] for a in range(5) for b in range(a)]
    others = [[a, a + 5] for a in range(5, 25)]
    problem = Problem.of(np.zeros((32, 32)), lower=[8] * 4, upper=[8] * 4, apart=[*others, *pairs], fixed={30: 1})
    error = refused(problem)
    assert sorted(one.members for one in error.conflict) == sorted((b, a) for a, b in pairs)
    assert {one.code for one in error.conflict} == {"apart"}


def test_where_the_greedy_draw_fails_the_exact_program_finds_or_disproves() -> None:
    """Members 0 to 5 are apart in a ring of pairs that leaves one way to fill three groups of two."""
    problem = Problem.of(
        np.zeros((6, 6)), lower=[2] * 3, upper=[2] * 3,
        apart=[[a, b] for a, b in combinations(range(6), 2) if {a, b} not in ({0, 3}, {1, 4}, {2, 5})],
    )  # fmt: skip
    units = units_of(6, problem.hard)
    assert units is not None
    group = exact(units, problem.lower, problem.upper)
    assert group is not None
    assert problem.fits(group)
    drawn = [draw(units, problem.lower, problem.upper, np.random.default_rng(seed)) for seed in range(5)]
    assert all(one is None or problem.fits(one) for one in drawn)
    closed = units_of(6, (*problem.hard, Constraint("apart", (0, 3))))
    assert closed is not None
    assert exact(closed, problem.lower, problem.upper) is None


def test_what_cannot_be_settled_is_said_to_be_undecided() -> None:
    """Thirty members, many apart by chance, in six groups of five: the draw fails, and no branch may be opened."""
    random = np.random.default_rng(0)
    pairs = [pair for pair in combinations(range(30), 2) if random.random() < 0.4]
    problem = Problem.of(np.zeros((30, 30)), lower=[5] * 6, upper=[5] * 6, apart=pairs)
    units = units_of(30, problem.hard)
    assert units is not None
    assert draw(units, problem.lower, problem.upper, random) is None
    with pytest.raises(Undecided, match="none is proved impossible"):
        exact(units, problem.lower, problem.upper, nodes=0)
