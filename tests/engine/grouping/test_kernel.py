"""Numba or NumPy: the same answers; importing loads neither Numba nor SciPy."""

import json

import numpy as np
import pytest

from cercles_engine.grouping import compiled, plain
from cercles_engine.grouping.model import Model, gumbel, model_of, state_of
from cercles_engine.grouping.state import NOISE, WORD
from tests.engine.alone import run_alone
from tests.engine.grouping.instances import BOUNDED_12, KINDS, instance

SAME = """
import json
from cercles_engine.grouping import compose
from tests.engine.grouping.instances import BOUNDED_12, instance
answers = [compose(instance("Geo", BOUNDED_12, 12, 3), seed=5, iterations=3_000) for _ in range(2)]
print(json.dumps([answers[0].groups, answers[0].value, answers[1].value]))
"""


def _compare(model: Model, group: np.ndarray, heat: float) -> None:
    states = [state_of(model, group, 77), state_of(model, group, 77)]
    scaled = heat * float(np.abs(model.distance).max())
    noise = (scaled * gumbel(NOISE + group.shape[0] + 1 + model.low.shape[0])).astype(model.distance.dtype)
    compiled.level(states[0], noise, 400, model.forbidden)
    plain.level(states[1], noise, 400, model.forbidden)
    for name, one, other in zip(states[0]._fields, *states, strict=True):
        assert np.array_equal(one, other), name
    assert states[0].tally[WORD] != 77
    again = state_of(model, states[0].group, 77)
    assert np.array_equal(again.gain, states[0].gain)
    assert np.array_equal(again.own, states[0].own)
    assert np.array_equal(again.size, states[0].size)
    assert again.tally[0] == states[0].tally[0]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("heat", [0.0, 0.05, 0.5])
def test_both_loops_make_the_same_steps_and_keep_the_gains_exact(kind: str, heat: float) -> None:
    problem = instance(kind, BOUNDED_12, 12, 11)
    _compare(model_of(problem), np.array([0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3]), heat)


def test_both_loops_agree_in_64_bits_with_units_of_several_members() -> None:
    problem = instance("RanReal", ([3, 3, 3], [6, 6, 6]), 12, 2)
    model = model_of(problem)
    weighted = Model(
        distance=model.distance.astype(np.int64), bias=model.bias.astype(np.int64),
        weight=np.array([1, 1, 2, 1, 2, 1, 1, 1, 1, 1, 1, 1]), movable=np.array([0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11]),
        low=model.low, high=model.high, scale=model.scale,
    )  # fmt: skip
    for heat in (0.02, 0.5):
        _compare(weighted, np.array([0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2]), heat)


def test_without_numba_the_answer_is_the_same_with_one_warning() -> None:
    with_numba, _ = run_alone("import sys; sys.path.insert(0, '.')\n" + SAME)
    without, said = run_alone("import sys; sys.path.insert(0, '.')\n" + SAME, missing=("numba",))
    assert json.loads(without) == json.loads(with_numba)
    assert said.count("numba is not installed: NumPy gives the same answers, slower.") == 1


def test_importing_loads_no_compiler() -> None:
    loaded, _ = run_alone("import cercles_engine.grouping, sys\nprint({'numba', 'scipy'} & set(sys.modules))")
    assert loaded == "set()"
