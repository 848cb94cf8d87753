"""Members apart, together or fixed, and pairs who met before: always respected, and the true best of tiny problems."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cercles_engine.grouping import Answer, Earlier, Impossible, Problem, compose, fading
from cercles_engine.grouping.compose import places_of
from tests.engine.grouping.instances import KINDS, best_value, distances


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Of 2 to 8 members in 1 to 3 groups, with up to three constraints of each kind; many are impossible."""
    members, groups = draw(st.integers(2, 8)), draw(st.integers(1, 3))
    sizes = np.bincount(
        draw(st.lists(st.integers(0, groups - 1), min_size=members, max_size=members)), minlength=groups
    )
    some = st.lists(st.integers(0, members - 1), min_size=2, max_size=3, unique=True)
    order = draw(st.permutations(range(members)))
    before = [Earlier((tuple(order[:3]), tuple(order[3:])), draw(st.integers(0, 60)))]
    return Problem.of(
        distances(draw(st.sampled_from(KINDS)), members, draw(st.integers(0, 99))),
        lower=[int(size) - draw(st.integers(0, min(1, int(size)))) for size in sizes],
        upper=[int(size) + draw(st.integers(0, 1)) for size in sizes],
        apart=draw(st.lists(some, max_size=2)), together=draw(st.lists(some, max_size=2)),
        fixed=draw(st.lists(st.tuples(st.integers(0, members - 1), st.integers(0, groups - 1)), max_size=2)),
        earlier=before,
    )  # fmt: skip


@given(problem=problems(), seed=st.integers(0, 1000))
@settings(deadline=None, max_examples=30)
def test_the_true_best_under_constraints_or_an_error(problem: Problem, seed: int) -> None:
    best = best_value(problem)
    if best is None:
        with pytest.raises(Impossible):
            compose(problem, seed=seed, iterations=100)
    else:
        answer = compose(problem, seed=seed, iterations=4_000)
        assert problem.fits(places_of(problem, answer.groups))
        assert answer.value == best


def _again(answer: Answer, earlier: Earlier) -> int:
    met = set(earlier.pairs())
    return sum(pair in met for pair in Earlier(answer.groups, 0.0).pairs())


@pytest.mark.slow
def test_a_whole_circle_with_every_constraint() -> None:
    problem = Problem.of(
        distances("RanReal", 40, 3), lower=[6] * 6, upper=[7] * 6, apart=[range(6), [6, 7], [8, 9, 10]],
        together=[[11, 12, 13], [14, 15]], fixed={0: 5, 16: 2, 17: 2}, earlier=[],
    )  # fmt: skip
    for seed in range(4):
        answer = compose(problem, seed=seed, iterations=4_000)
        assert problem.fits(places_of(problem, answer.groups))
        assert (answer.penalty, answer.diversity) == (0, answer.value)
        more = compose(problem, seed=seed, iterations=8_000, start=answer.groups)
        assert more.value >= answer.value


def test_units_of_several_members_find_their_way_between_groups_of_equal_sizes() -> None:
    """Two pairs and four single members in two groups of four: only an exchange of two for one and one leads to the best."""
    for seed in range(5):
        problem = Problem.of(
            distances("RanInt", 10, seed), lower=[5, 5], upper=[5, 5], together=[[0, 1], [2, 3], [4, 5, 6]]
        )
        assert compose(problem, seed=1, iterations=4_000).value == best_value(problem)


def test_pairs_who_met_are_not_repeated_where_that_is_possible() -> None:
    lived = ((0, 1, 2), (3, 4, 5), (6, 7, 8))
    before = fading([lived], penalty=1000.0)
    problem = Problem.of(distances("RanInt", 9, 1), lower=[3] * 3, upper=[3] * 3, earlier=before)
    answer = compose(problem, seed=1, iterations=3_000)
    assert (_again(answer, before[0]), answer.penalty) == (0, 0)
    assert answer.value == best_value(problem)


def test_an_earlier_composition_fades() -> None:
    told = fading([[[0, 1]], [[2, 3]], [[0, 2, 4]]], penalty=8.0, fade=0.25)
    assert [(one.groups, one.penalty) for one in told] == [(((0, 1),), 0.5), (((2, 3),), 2.0), (((0, 2, 4),), 8.0)]
    problem = Problem.of(np.zeros((5, 5)), lower=[2, 2], upper=[3, 3], earlier=[*told, Earlier(((0, 2),), 1.0)])
    assert problem.penalty[0].tolist() == [0, 0.5, 9, 0, 8]
    assert problem.value([0, 0, 0, 1, 1]) == -9.5
    assert problem.penalty_of([0, 0, 0, 1, 1]) == 9.5
    with pytest.raises(ValueError, match="between 0 and 1"):
        fading([], penalty=1.0, fade=1.5)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"apart": [[1]]}, "apart: two members or more are needed, from 0 to 3, not \\[1\\]"),
        ({"together": [[1, 1]]}, "together: two members or more"),
        ({"together": [[1, 4]]}, "from 0 to 3, not \\[1, 4\\]"),
        ({"fixed": {0: 2}}, "no member 0 or no group 2"),
        ({"fixed": [(-1, 0)]}, "no member -1 or no group 0"),
        ({"earlier": [Earlier(((0, 1), (1, 2)), 1.0)]}, "each member, from 0 to 3, is in one group at most"),
        ({"earlier": [Earlier(((0, 7),), 1.0)]}, "from 0 to 3"),
        ({"earlier": [Earlier(((0, 1),), -1.0)]}, "zero or more"),
    ],
)
def test_a_constraint_that_makes_no_sense_is_refused_with_a_sentence(wrong: dict[str, object], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        Problem.of(np.zeros((4, 4)), lower=[2, 2], upper=[2, 2], **wrong)  # type: ignore[arg-type]


def test_a_start_must_hold_everybody_once_and_fit() -> None:
    problem = Problem.of(np.zeros((4, 4)), lower=[2, 2], upper=[2, 2], apart=[[0, 1]])
    for start, sentence in (
        ([[0, 2, 1], [3]], "break a bound"), ([[0, 1], [2, 3]], "break a bound or a constraint"),
        ([[0, 2], [1]], "each of the 4 members once"), ([[0, 2], [1, 3, 3]], "each of the 4 members once"),
    ):  # fmt: skip
        with pytest.raises(ValueError, match=sentence):
            compose(problem, seed=1, iterations=1, start=start)
