"""Words of the title: the index and the database find the same sheets, for everybody."""

from typing import Any

import pytest

from cercles.practices.models import PracticeSheet
from cercles.practices.queries import sheets_for
from cercles.references.models import Term
from cercles.search.actions import touch
from cercles.search.queries.begun import begun
from tests.cast import PERSONS, Cast
from tests.factories.practices import make_public, make_shared, make_sheet, submit
from tests.search.conftest import indexed

__all__ = ["indexed"]
TITLES = ("Louer la lumière", "Relouer des bureaux", "Louer l’été des machines", "Partager un atelier")


@pytest.fixture
def library(cast: Cast) -> list[PracticeSheet]:
    """Four sheets, each seen by others: everybody, the circle, those it names, its author alone."""
    sheets = [make_public(cast), make_shared(cast), submit(cast, make_sheet(cast)), make_sheet(cast)]
    for sheet, title in zip(sheets, TITLES, strict=True):
        sheet.title, sheet.search_key = title, title.lower().replace("è", "e").replace("é", "e").replace("’", " ")
        sheet.save()
    return sheets


def titles(found: Any) -> tuple[int, list[str]]:
    return found.count(), [sheet.title for sheet in found[0:20]]


@pytest.mark.parametrize("words", ["louer", "lou", "LOUER des", "l'ete", "atelier", "100 %", "rien"])
@pytest.mark.parametrize("who", PERSONS)
def test_the_index_and_the_database_say_the_same(cast: Cast, library: Any, indexed: Any, who: str, words: str) -> None:
    reader = cast.person(who)
    assert begun(reader, PracticeSheet, words, {}) is None
    from_database = titles(sheets_for(reader, words=words))
    indexed()
    assert begun(reader, PracticeSheet, words, {}) is not None
    assert titles(sheets_for(reader, words=words)) == from_database


def test_a_word_begins_one_of_the_title(cast: Cast, library: Any, indexed: Any) -> None:
    expected = (1, ["Louer la lumière"])
    assert titles(sheets_for(cast.stranger, words="lou")) == expected
    assert titles(sheets_for(cast.stranger, words="ouer")) == (0, [])
    indexed()
    assert titles(sheets_for(cast.stranger, words="lou")) == expected
    assert titles(sheets_for(cast.stranger, words="ouer")) == (0, [])


def test_words_and_a_model(cast: Cast, library: Any, indexed: Any) -> None:
    model = Term.objects.create(vocabulary="economic_model", code="functional", label="Économie de la fonctionnalité")
    library[0].economic_models.add(model)
    library[1].economic_models.add(model)
    for _ in range(2):
        assert titles(sheets_for(cast.stranger, words="lou", model="functional")) == (1, [TITLES[0]])
        assert titles(sheets_for(cast.member, words="lou", model="other")) == (0, [])
        indexed()


def test_somebody_who_has_just_written_a_sheet_finds_it(cast: Cast, indexed: Any) -> None:
    indexed()
    sheet = make_public(cast)
    touch(sheet)
    word = sheet.search_key.split()[0]
    assert titles(sheets_for(cast.stranger, words=word)) == (1, [sheet.title])
