"""Shares, the effective number of sources, distances: on figures worked out by hand, and on any."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cercles_engine.diversity import Difference, Mix, differences, distance, distances, effective_number, mix

amounts = st.dictionaries(st.sampled_from("abcdefgh"), st.just(0.0) | st.floats(0.01, 1e9) | st.none(), max_size=8)


def test_shares_are_of_what_is_known_and_what_is_not_is_named():
    found = mix({"grants": 60.0, "sales": 40.0, "gifts": None})
    assert found == Mix({"grants": 0.6, "sales": 0.4}, 100.0, ("gifts",))
    assert (found.largest, found.first_share) == (("grants",), 0.6)


@pytest.mark.parametrize("empty", [{}, {"gifts": None}, {"gifts": 0.0}])
def test_nothing_has_no_shares(empty):
    found = mix(empty)
    assert (found.shares, found.largest, found.first_share) == ({}, (), None)
    assert effective_number(found) is None
    assert distance(found, mix({"sales": 1.0})) is None


@pytest.mark.parametrize("wrong", [-1.0, float("nan"), float("inf")])
def test_a_share_of_a_debt_is_refused(wrong):
    with pytest.raises(ValueError, match="gifts must be zero or more"):
        mix({"gifts": wrong})


@pytest.mark.parametrize(
    ("parts", "number"),
    [([1], 1.0), ([1, 1], 2.0), ([1, 1, 1, 1], 4.0), ([3, 1], 1.6), ([2, 1, 1], 1 / 0.375), ([1, 0], 1.0)],
)
def test_as_many_sources_as_so_many_of_equal_weight(parts, number):
    assert effective_number(mix({str(place): part for place, part in enumerate(parts)})) == pytest.approx(
        number, rel=1e-12
    )


def test_the_distance_is_what_would_have_to_move_and_its_lines_say_which():
    one, other = mix({"grants": 80, "sales": 20}), mix({"grants": 50, "sales": 30, "gifts": 20})
    assert distance(one, other) == pytest.approx(0.3)
    assert [each.line for each in differences(one, other)] == ["grants", "gifts", "sales"]
    assert differences(one, other)[0] == Difference("grants", 0.8, 0.5)
    assert differences(one, other)[0].part == pytest.approx(0.15)


def test_profiles_are_compared_lever_by_lever():
    one = {"people": mix({"employees": 1}), "resources": mix({"sales": 1})}
    other = {"people": mix({"volunteers": 1}), "resources": mix({"sales": None}), "alliances": mix({"patronage": 2})}
    assert distances(one, other) == {"people": 1.0, "resources": None, "alliances": None}
    assert distances(one, one) == {"people": 0.0, "resources": 0.0}


@given(amounts)
@settings(max_examples=50)
def test_shares_add_up_and_the_number_is_between_one_and_the_lines(found):
    told = mix(found)
    if told.shares:
        assert sum(told.shares.values()) == pytest.approx(1)
        assert 1 - 1e-9 <= effective_number(told) <= len(told.shares) + 1e-9


@given(amounts, amounts, amounts)
@settings(max_examples=50)
def test_it_is_a_distance(a, b, c):
    one, other, third = mix(a), mix(b), mix(c)
    if one.shares and other.shares and third.shares:
        assert distance(one, one) == 0
        assert distance(one, other) == distance(other, one)
        assert distance(one, third) <= distance(one, other) + distance(other, third) + 1e-9
        assert sum(each.part for each in differences(one, other)) == pytest.approx(distance(one, other))


@given(amounts, st.sampled_from([0.5, 2.0, 1024.0]))
@settings(max_examples=50)
def test_the_unit_of_the_amounts_changes_nothing(found, scale):
    scaled = {line: None if amount is None else amount * scale for line, amount in found.items()}
    assert mix(scaled).shares == pytest.approx(mix(found).shares)
