"""The calculator gives the values its authors publish."""

import pytest
from benchmarks.ecoindex import ELEMENTS, KILOBYTES, REQUESTS, grade, place, score


def test_the_example_of_the_reference_calculator():
    points = score(elements=100, requests=100, kilobytes=100)
    assert (round(points), grade(points)) == (72, "B")


def test_an_empty_page_is_the_best_and_the_heaviest_the_worst():
    assert score(elements=0, requests=0, kilobytes=0) == 100
    assert score(elements=600_000, requests=4000, kilobytes=300_000) == 0


@pytest.mark.parametrize("slices", [ELEMENTS, REQUESTS, KILOBYTES])
def test_each_bound_is_the_number_of_its_slice(slices):
    assert [place(slices, bound) for bound in slices] == list(range(21))


def test_inside_a_slice_the_place_is_linear():
    assert place(REQUESTS, 20) == 2.5


@pytest.mark.parametrize(
    ("points", "letter"),
    [(100, "A"), (80.1, "A"), (80, "B"), (70, "C"), (55, "D"), (40, "E"), (25, "F"), (10, "G"), (0, "G")],
)
def test_a_grade_begins_above_its_bound(points, letter):
    assert grade(points) == letter
