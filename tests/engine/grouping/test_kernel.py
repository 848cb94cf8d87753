"""Numba or NumPy: the same answers."""

import json
from dataclasses import replace

import numpy as np
import pytest

from cercles_engine.grouping import Problem, compiled, compose, fading, plain
from cercles_engine.grouping.model import gumbel, model_of, state_of
from cercles_engine.grouping.starts import Starts
from cercles_engine.grouping.state import ASTRAY, NOISE, VALUE, WORD, State
from tests.engine.alone import run_alone
from tests.engine.grouping.instances import BOUNDED_12, KINDS, distances, instance

SAME = """
import json
from cercles_engine.grouping import compose
from tests.engine.grouping.instances import BOUNDED_12, instance
answers = [compose(instance("Geo", BOUNDED_12, 12, 3), seed=5, iterations=1_000) for _ in range(2)]
print(json.dumps([answers[0].groups, answers[0].value, answers[1].value]))
"""


def _compare(problem: Problem, *, heat: float, whole: type | None = None) -> State:
    starts = Starts.of(problem)
    model = model_of(problem, starts.units)
    if whole is not None:
        wide = {name: getattr(model, name).astype(whole) for name in ("distance", "price")}
        model = replace(model, **wide | {"price": np.where(model.price == -model.forbidden, 1 << 62, wide["price"])})
    group = starts.draw(np.random.default_rng(4), 1.0)
    states = [state_of(model, group, 77), state_of(model, group, 77)]
    scaled = heat * problem.worth.max() * model.scale
    noise = (scaled * gumbel(NOISE + group.shape[0] + 1 + problem.groups)).astype(model.distance.dtype)
    compiled.level(states[0], noise, 400, model.forbidden)
    plain.level(states[1], noise, 400, model.forbidden)
    for name, one, other in zip(states[0]._fields, *states, strict=True):
        assert np.array_equal(one, other), name
    assert states[0].tally[WORD] != 77
    again = state_of(model, states[0].group, 77)
    assert np.array_equal(again.gain, states[0].gain)
    assert np.array_equal(again.own, states[0].own)
    assert np.array_equal(again.size, states[0].size)
    assert again.tally[VALUE] == states[0].tally[VALUE]
    assert again.tally[ASTRAY] == states[0].tally[ASTRAY]
    assert problem.fits(states[0].best[starts.units.unit])
    return states[0]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("heat", [0.0, 0.05, 0.5])
def test_both_loops_make_the_same_steps_and_keep_the_gains_exact(kind: str, heat: float) -> None:
    _compare(instance(kind, BOUNDED_12, 12, 11), heat=heat)


@pytest.mark.slow
@pytest.mark.parametrize("heat", [0.0, 0.05, 0.5])
@pytest.mark.parametrize("whole", [None, np.int64])
def test_both_loops_agree_with_every_constraint_in_32_and_64_bits(heat: float, whole: type | None) -> None:
    problem = Problem.of(
        distances("RanReal", 14, 2), lower=[4, 4, 4], upper=[5, 5, 6], together=[[0, 5, 9], [1, 2]], apart=[[3, 4, 6]],
        fixed={7: 1, 8: 1}, earlier=fading([[[0, 3, 10], [11, 12]]], penalty=30.0),
    )  # fmt: skip
    state = _compare(problem, heat=heat, whole=whole)
    assert state.weight.tolist() == [1, 1, 2, 3]
    assert state.still.tolist() == [False, True, False, False]
    assert heat == 0.0 or (state.best != state.group).any()


def test_without_numba_the_answer_is_the_same_with_one_warning() -> None:
    problem = instance("Geo", BOUNDED_12, 12, 3)
    answer = compose(problem, seed=5, iterations=1_000)
    without, said = run_alone("import sys; sys.path.insert(0, '.')\n" + SAME, missing=("numba",))
    assert json.loads(without) == [[list(group) for group in answer.groups], answer.value, answer.value]
    assert said.count("numba is not installed: NumPy gives the same answers, slower.") == 1
