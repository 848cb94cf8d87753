"""People in one unit, the triangle of resources, the model they make, alliances counted."""

from datetime import date

import pytest

from cercles_engine.diversity import (
    NO_MODEL,
    Partnership,
    alliance_mix,
    human_mix,
    mix,
    outweighs,
    reference_model,
    spread,
    triangle,
)

NATURE = {"state": "public", "local": "public", "gifts": "private", "sales": "earned", "savings": "own"}
MODEL = {"state": "grants", "local": "grants", "gifts": "generosity", "sales": "market"}


def test_hours_and_months_become_full_time_equivalents():
    found = human_mix(fte={"employees": 6.0}, hours={"volunteers": 3214.0}, months={"civic service": 24.0})
    assert found.shares == pytest.approx({"employees": 0.6, "volunteers": 0.2, "civic service": 0.2})
    assert found.total == pytest.approx(10)


def test_days_of_skills_patronage_are_days_of_seven_hours_unless_told_otherwise():
    found = human_mix(fte={"employees": 1.0}, days={"patronage": 1607 / 7})
    assert found.shares == pytest.approx({"employees": 0.5, "patronage": 0.5})
    assert human_mix(fte={}, days={"patronage": 200.0}, annual_hours=1600, daily_hours=8).total == 1.0


@pytest.mark.parametrize(
    ("employees", "volunteers", "answer"),
    [(1.0, 1608.0, True), (1.0, 1606.0, False), (None, 5.0, None), (1.0, None, None), (0.0, 0.0, False)],
)
def test_members_who_give_more_time_than_employees_may_be_the_model(employees, volunteers, answer):
    found = human_mix(fte={"employees": employees}, hours={"volunteers": volunteers})
    assert outweighs(found, ["volunteers"], ["employees"]) is answer


def test_what_is_unknown_elsewhere_does_not_blur_who_outweighs():
    found = human_mix(fte={"employees": 2.0}, hours={"volunteers": 1607.0}, months={"civic service": None})
    assert outweighs(found, ["volunteers"], ["employees"]) is False


def test_a_year_of_work_is_a_parameter_and_the_unknown_is_named():
    found = human_mix(fte={"employees": 1.0}, hours={"volunteers": 1500.0, "board": None}, annual_hours=1500)
    assert (found.shares, found.unknown) == ({"employees": 0.5, "volunteers": 0.5}, ("board",))


def test_a_kind_is_told_once_and_a_year_has_hours():
    with pytest.raises(ValueError, match="volunteers is told in two units"):
        human_mix(fte={"volunteers": 1.0}, hours={"volunteers": 10.0})
    with pytest.raises(ValueError, match="a year and a day of work must have hours, not 0 and 7"):
        human_mix(fte={}, annual_hours=0)


def test_the_triangle_leaves_own_funds_out_and_names_what_is_unknown():
    found = triangle({"state": 30, "local": 20, "gifts": None, "sales": 50, "savings": 900}, NATURE)
    assert found.shares == {"public": 0.5, "private": 0.0, "earned": 0.5}
    assert (found.total, found.unknown) == (100.0, ("gifts",))


def test_a_line_without_a_nature_or_below_zero_is_refused_by_name():
    with pytest.raises(ValueError, match="the nature of lottery is not given"):
        triangle({"lottery": 1.0}, NATURE)
    with pytest.raises(ValueError, match="sales must be zero or more"):
        triangle({"sales": -1.0, "state": 5.0}, NATURE)


@pytest.mark.parametrize(
    ("lines", "model"),
    [
        ({"state": 30, "local": 25, "sales": 45}, "grants"),
        ({"state": 50, "sales": 50}, None),
        ({"state": 50, "sales": 30, "gifts": 20}, "grants"),
        ({"state": 40, "sales": 40, "gifts": 20}, None),
        ({"savings": 60, "sales": 40}, None),
        ({"sales": None}, None),
    ],
)
def test_the_model_of_at_least_half_of_the_resources(lines, model):
    assert reference_model(lines, MODEL).dominant == model


def test_shares_by_model_say_what_no_model_claims_and_what_is_unknown():
    found = reference_model({"state": 30, "local": 30, "savings": 40, "gifts": None}, MODEL)
    assert found.mix.shares == pytest.approx({"grants": 0.6, NO_MODEL: 0.4})
    assert (found.mix.total, found.mix.unknown, found.dominant) == (100.0, ("gifts",), "grants")


def test_the_threshold_is_ours_and_can_be_changed():
    assert reference_model({"state": 40, "sales": 35, "gifts": 25}, MODEL, threshold=0.4).dominant == "grants"


def test_alliances_are_counted_by_kind_and_partner():
    told = [
        Partnership("patronage", "large_company", written=True, reviewed=date(2026, 3, 1)),
        Partnership("patronage", "large_company", written=False, reviewed=date(2024, 2, 29)),
        Partnership("joint_offer", "sme", reviewed=None),
        Partnership("joint_offer", "association", written=True, reviewed=date(2024, 3, 1)),
    ]
    found = alliance_mix(told, as_of=date(2026, 2, 28))
    assert found.counts == {
        ("joint_offer", "association"): 1,
        ("joint_offer", "sme"): 1,
        ("patronage", "large_company"): 2,
    }
    assert found.written == pytest.approx(2 / 3)
    assert found.reviewed == 0.5  # the first is after that day, the third never was


def test_no_alliance_has_no_share():
    assert alliance_mix([], as_of=date(2026, 1, 31)).written is None
    assert mix({}).shares == {}


def test_a_circle_is_compared_from_five_known_values_on():
    assert spread([1.0, 2.0, 3.0, 4.0, None]) is None
    found = spread([5.0, 1.0, None, 2.0, 4.0, 3.0])
    assert (found.count, found.low, found.middle, found.high) == (5, 2.0, 3.0, 4.0)
    assert spread([1.0], least=1) is None
