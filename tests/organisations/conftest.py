"""A little country and its vocabularies, for the tests that place and sort organisations."""

from typing import Any

import pytest

from cercles.core import slots
from cercles.references.models import Term
from tests.factories.territories import small_france

WORDS = {
    "category": ("siae", "association"),
    "theme": ("circular", "food"),
    "economic_model": ("functional", "cooperation"),
    "innovation_role": ("innovator",),
    "sdg": ("8", "12", "13", "17"),
}


ROOMS_ABOVE = ("cercles.circles", "cercles.meetings", "cercles.practices", "cercles.pages")


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without what the rooms above add to every page: a number of queries is then this room's own."""
    for slot, entries in slots._registered.items():
        own = [entry for entry in entries if not entry[2].__module__.startswith(ROOMS_ABOVE)]
        monkeypatch.setitem(slots._registered, slot, own)


@pytest.fixture
def places(db: None) -> dict[str, Any]:
    """Communes by their code: Berck 62108, Lyon 69123, two Saint-Denis 93066 and 97411…"""
    return small_france()


@pytest.fixture
def terms(db: None) -> dict[str, Term]:
    """Terms by their code."""
    return {
        code: Term.objects.get_or_create(vocabulary=vocabulary, code=code, defaults={"label": f"Mot {code}"})[0]
        for vocabulary, codes in WORDS.items()
        for code in codes
    }
