"""Features become distances by Gower's formula; each part can be told, and the parts add up to the last digit."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cercles_engine.grouping.features import UNKNOWN, Category, Feature, Labels, Number, Place, kilometres, profiles

PARIS, LYON, BREST = (48.8567, 2.3522), (45.7578, 4.8320), (48.3904, -4.4861)


def test_each_kind_of_difference() -> None:
    assert Category("sector", ["a", "b", "a"]).differences().tolist() == [[0, 1, 0], [1, 0, 1], [0, 1, 0]]
    sets = [{"x", "y"}, {"y", "z"}, set(), frozenset()]
    assert Labels("themes", sets).differences().round(9).tolist() == [
        [0, round(2 / 3, 9), 1, 1], [round(2 / 3, 9), 0, 1, 1], [1, 1, 0, 0], [1, 1, 0, 0],
    ]  # fmt: skip
    assert Number("staff", [10, 20, 50]).differences().tolist() == [[0, 0.25, 1], [0.25, 0, 0.75], [1, 0.75, 0]]
    assert Number("staff", [10, 20, 50], span=20).differences()[0].tolist() == [0, 0.5, 1]
    assert Number("staff", [3, 3]).differences().tolist() == [[0, 0], [0, 0]]
    assert Place("seat", [PARIS, LYON], far=1000).differences()[0, 1] == pytest.approx(0.392, abs=0.002)
    assert Place("seat", [PARIS, LYON, BREST]).differences().max() == 1


def test_kilometres_are_those_of_the_sphere() -> None:
    assert kilometres([PARIS, LYON, BREST])[0].tolist() == pytest.approx([0, 392, 505], abs=1.5)
    assert kilometres([(0, 0), (0, 180), (90, 7)])[0].tolist() == pytest.approx([0, 20015.1, 10007.6], abs=0.1)


def test_weights_and_what_is_missing() -> None:
    found = profiles([
        Category("sector", ["a", "b", None, None], weight=3),
        Number("staff", [0, 10, 5, None], weight=1),
    ])  # fmt: skip
    assert found.names == ("sector", "staff", UNKNOWN)
    assert found.distance[0, 1] == 1.0
    assert found.parts[:, 0, 1].tolist() == [0.75, 0.25, 0]
    assert found.parts[:, 0, 2].tolist() == [0, 0.5, 0], "the number alone is known of both, and takes all the weight"
    mean = (1.0 + 0.5 + 0.5) / 3
    assert found.parts[:, 0, 3].tolist() == pytest.approx([0, 0, mean], abs=2**-28)
    assert found.distance[3, 3] == 0
    nothing = profiles([Category("sector", [None, None])])
    assert nothing.distance.tolist() == [[0, 0], [0, 0]]


def test_a_weight_of_zero_counts_for_nothing() -> None:
    found = profiles([Category("sector", ["a", "b"], weight=0), Number("staff", [1, 1])])
    assert found.distance.tolist() == [[0, 0], [0, 0]]


@st.composite
def members(draw: st.DrawFn) -> list[Feature]:
    count = draw(st.integers(1, 7))

    def values(one: st.SearchStrategy[object]) -> list[object]:
        return draw(st.lists(st.none() | one, min_size=count, max_size=count))

    places = st.tuples(st.floats(-90, 90), st.floats(-180, 180))
    weight = st.floats(0, 10)
    return [
        Category("sector", values(st.sampled_from("abc")), draw(weight)),
        Labels("themes", values(st.frozensets(st.sampled_from("xyz"))), draw(weight)),
        Number("staff", values(st.floats(-1e6, 1e6)), draw(weight)),
        Place("seat", values(places), draw(weight)),
    ]


@given(features=members())
@settings(deadline=None, max_examples=25)
def test_distances_lie_between_0_and_1_are_the_same_both_ways_and_parts_add_up(features: list[Feature]) -> None:
    found = profiles(features)
    assert (found.distance >= 0).all()
    assert (found.distance <= 1 + 2**-25).all()
    assert np.array_equal(found.distance, found.distance.T)
    assert not np.diagonal(found.distance).any()
    for order in (found.parts, found.parts[::-1]):
        total = np.zeros_like(found.distance)
        for part in order:
            total = total + part
        assert np.array_equal(total, found.distance)


@given(features=members(), seed=st.integers(0, 99))
@settings(deadline=None, max_examples=15)
def test_the_order_of_members_does_not_matter(features: list[Feature], seed: int) -> None:
    order = np.random.default_rng(seed).permutation(len(features[0].values))
    moved = [type(one)(one.name, [one.values[i] for i in order], one.weight) for one in features]
    assert profiles(moved).distance == pytest.approx(profiles(features).distance[np.ix_(order, order)], abs=2**-25)


@pytest.mark.parametrize(
    ("features", "sentence"),
    [
        (lambda: [Category("a", ["x"]), Category("a", ["y"])], "different names"),
        (lambda: [Category("a", ["x"]), Category("b", ["y", "z"])], "one value for each member"),
        (list, "different names"),
        (lambda: [Category("a", ["x"], -1)], "a: a weight must be zero or more"),
        (lambda: [Category("", ["x"])], "needs a name"),
        (lambda: [Number("a", [1, float("inf")])], "a: every number must be finite"),
        (lambda: [Number("a", [1, 2], span=0)], "a: the difference that counts as 1"),
        (lambda: [Place("a", [(91, 0)])], "a: latitudes"),
    ],
)
def test_what_is_wrong_is_said(features: object, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        profiles(features())  # type: ignore[operator]
