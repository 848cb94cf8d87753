"""The search: the true best of small instances, sizes always within bounds, one answer a seed, more is never worse."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cercles_engine.grouping import Answer, Problem, Progress, compose
from tests.engine.grouping.instances import (
    BOUNDED_10,
    BOUNDED_12,
    EQUAL_10,
    EQUAL_12,
    KINDS,
    best_value,
    distances,
    instance,
)


def _placed(problem: Problem, answer: Answer) -> np.ndarray:
    group = np.full(problem.members, -1)
    for k, members in enumerate(answer.groups):
        group[list(members)] = k
    return group


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("bounds", [EQUAL_10, BOUNDED_10])
def test_the_true_best_of_ten_members(kind: str, bounds: tuple[list[int], list[int]]) -> None:
    for seed in range(3):
        problem = instance(kind, bounds, 10, seed)
        answer = compose(problem, seed=seed, iterations=5_000)
        assert answer.value == pytest.approx(best_value(problem), rel=1e-12)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("bounds", [EQUAL_12, BOUNDED_12])
def test_the_true_best_of_twelve_members(kind: str, bounds: tuple[list[int], list[int]]) -> None:
    problem = instance(kind, bounds, 12, 7)
    fewer = Problem.of(problem.distance[:8, :8], lower=[2, 2, 1], upper=[3, 4, 3])
    answer = compose(fewer, seed=1, iterations=5_000)
    assert answer.value == pytest.approx(best_value(fewer), rel=1e-12)
    again = [compose(problem, seed=seed, iterations=20_000).value for seed in range(5)]
    assert again == pytest.approx([max(again)] * 5, rel=1e-12)


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    members = draw(st.integers(1, 14))
    groups = draw(st.integers(1, 4))
    sizes = np.bincount(
        draw(st.lists(st.integers(0, groups - 1), min_size=members, max_size=members)), minlength=groups
    )
    lower = [int(size) - draw(st.integers(0, int(size))) for size in sizes]
    upper = [int(size) + draw(st.integers(0, 3)) for size in sizes]
    kind = draw(st.sampled_from((*KINDS, "signed", "zero")))
    if kind in KINDS:
        return Problem.of(distances(kind, members, draw(st.integers(0, 99))), lower=lower, upper=upper)
    drawn = np.triu(np.random.default_rng(draw(st.integers(0, 99))).normal(-1, 3, (members, members)), 1)
    return Problem.of((drawn + drawn.T) * (kind == "signed"), lower=lower, upper=upper)


@given(problem=problems(), seed=st.integers(0, 1000), iterations=st.integers(0, 2_000))
@settings(deadline=None, max_examples=25)
def test_sizes_are_within_bounds_and_the_value_is_that_of_the_groups(
    problem: Problem, seed: int, iterations: int
) -> None:
    answer = compose(problem, seed=seed, iterations=iterations)
    group = _placed(problem, answer)
    assert sorted(member for members in answer.groups for member in members) == list(range(problem.members))
    assert problem.fits(group)
    assert answer.value == problem.value(group)
    assert answer.steps == iterations


@given(problem=problems(), seed=st.integers(0, 1000))
@settings(deadline=None, max_examples=15)
def test_the_same_seed_and_number_give_the_same_groups_and_more_is_never_worse(problem: Problem, seed: int) -> None:
    answers = [compose(problem, seed=seed, iterations=n) for n in (0, 10, 100, 1_000, 1_000)]
    values = [round(answer.value, 6) for answer in answers]
    assert values == sorted(values)
    assert answers[-1] == answers[-2]


def test_a_stop_ends_the_search_and_progress_is_told() -> None:
    problem = instance("RanInt", ([10] * 4, [10] * 4), 40, 3)
    told: list[Progress] = []
    answer = compose(problem, seed=1, stop=lambda: len(told) >= 5, progress=told.append)
    assert len(told) == 5
    assert [p.value for p in told] == sorted(p.value for p in told)
    assert (answer.steps, answer.value) == (told[-1].steps, told[-1].value)
    assert compose(problem, seed=1, iterations=answer.steps) == answer


def test_sizes_are_chosen_for_the_number_of_distances_they_count() -> None:
    flat = np.ones((20, 20)) - np.eye(20)
    answer = compose(Problem.of(flat, lower=[4, 4, 4], upper=[12, 9, 7]), seed=1, iterations=100)
    assert [len(members) for members in answer.groups] == [12, 4, 4]
    answer = compose(Problem.of(-flat, lower=[4, 4, 4], upper=[12, 9, 7]), seed=1, iterations=100)
    assert sorted(len(members) for members in answer.groups) == [6, 7, 7]


@pytest.mark.parametrize(
    ("distance", "lower", "upper", "sentence"),
    [
        ([[0, 1]], [1], [2], "square"),
        ([[0, 1], [2, 0]], [1], [2], "same both ways"),
        ([[1, 1], [1, 0]], [1], [2], "same both ways"),
        ([[0, float("nan")], [float("nan"), 0]], [1], [2], "finite"),
        ([[0, 1], [1, 0]], [1], [2, 2], "one number for each group"),
        ([[0, 1], [1, 0]], [2], [1], "lower ≤ upper"),
    ],
)
def test_a_wrong_problem_is_refused_with_a_sentence(
    distance: list[list[float]], lower: list[int], upper: list[int], sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        Problem.of(distance, lower=lower, upper=upper)


def test_one_must_say_when_to_end() -> None:
    problem = Problem.of(np.zeros((5, 5)), lower=[5], upper=[5])
    with pytest.raises(ValueError, match="when to end"):
        compose(problem, seed=1)
    with pytest.raises(ValueError, match="iterations must be zero or more, not -1"):
        compose(problem, seed=1, iterations=-1)
