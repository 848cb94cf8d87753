"""Official identifiers: what is read, what is refused, in which words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cercles.core.errors import RuleBroken
from cercles.organisations.models.identifiers import clean_identifiers, clean_one


@pytest.mark.parametrize(
    ("name", "written", "kept"),
    [
        ("siret", "807 469 317 00018", "80746931700018"),
        ("siret", "356.000.000.49837", "35600000049837"),  # a post office: the sum of its digits, not the usual key
        ("siren", "807469317", "807469317"),
        ("rna", "w751234567", "W751234567"),
        ("rna", "W2A1000234", "W2A1000234"),  # Corsica
        ("rnf", "075-fdd-00123-04", "075-FDD-00123-04"),
        ("siret", "  ", None),
    ],
)
def test_identifiers_are_read_as_people_write_them(name: str, written: str, kept: str | None) -> None:
    assert clean_one(name, written) == kept


@pytest.mark.parametrize(
    ("name", "written", "code"),
    [
        ("siret", "8074693170001", "siret_length"),
        ("siret", "80746931700019", "siret_wrong"),
        ("siret", "35600000049838", "siret_wrong"),
        ("siret", "²0746931700018", "siret_wrong"),
        ("siren", "80746931", "siren_wrong"),
        ("rna", "751234567", "rna_wrong"),
        ("rna", "W75123456", "rna_wrong"),
        ("rnf", "FDD-00123", "rnf_wrong"),
    ],
)
def test_a_wrong_identifier_is_refused_beside_its_field(name: str, written: str, code: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        clean_one(name, written)
    assert (refusal.value.code, refusal.value.field) == (code, name)


def test_a_siret_gives_its_siren() -> None:
    assert clean_identifiers({"siret": "80746931700018"}) == {
        "siren": "807469317", "siret": "80746931700018", "rna": None, "rnf": None,
    }  # fmt: skip


def test_a_siren_that_is_not_the_sirets_is_refused() -> None:
    with pytest.raises(RuleBroken, match="siren_differs"):
        clean_identifiers({"siret": "80746931700018", "siren": "356000000"})


@given(st.integers(min_value=0, max_value=10**8 - 1), st.integers(min_value=0, max_value=9))
def test_one_wrong_digit_is_always_noticed(stem: int, shift: int) -> None:
    """The key of a SIREN notices any single digit typed wrong."""
    body = f"{stem:08d}"
    whole = next(f"{body}{key}" for key in range(10) if _reads("siren", f"{body}{key}"))
    wrong = f"{(int(whole[0]) + shift) % 10}{whole[1:]}"
    assert _reads("siren", wrong) is (shift == 0)


@given(st.text(max_size=20), st.sampled_from(["siren", "siret", "rna", "rnf"]))
def test_any_text_is_cleaned_or_refused(text: str, name: str) -> None:
    try:
        clean = clean_one(name, text)
    except RuleBroken:
        return
    assert clean is None or clean_one(name, clean) == clean


def _reads(name: str, text: str) -> bool:
    try:
        return clean_one(name, text) is not None
    except RuleBroken:
        return False
