"""What people type, and what they find: the same whatever the database, in the directory as in the search of the site."""

from typing import Any

import pytest

from cercles.organisations.models import Organisation
from cercles.organisations.queries import Filters, answer, suggested
from cercles.search.queries.asking import Asked
from cercles.search.queries.finding import find, suggest
from tests.cast import Cast
from tests.factories.organisations import OrganisationFactory

ADMR, HAY, OEUVRE, SAINT, REGIE, ATELIER, GONE, HELP = (
    "A.D.M.R. du Gâtinais", "Jardin de L’Haÿ", "L’Œuvre des Apprentis", "Emmaüs St-Étienne", "Régie de quartier",
    "ATELIER D'INSERTION L'ENVOL", "Régie dissoute", "Coup de main",
)  # fmt: skip


@pytest.fixture
def made(cast: Cast, indexed: Any) -> None:
    Organisation.objects.exclude(pk=cast.organisation.pk).delete()
    numbers = {
        ADMR: {"siren": "552100554"}, REGIE: {"siret": "80746931700018", "siren": "807469317"}, HELP: {"rna": "W452012345"},
        OEUVRE: {"rnf": "075-FDD-00123-04"}, SAINT: {"rna": "W2A1234567"},
    }  # fmt: skip
    for name in (ADMR, HAY, OEUVRE, SAINT, REGIE, ATELIER, GONE, HELP):
        OrganisationFactory(
            name=name, purpose="Aide à domicile et ressourcerie." if name == HELP else "",
            state="dissolved" if name == GONE else "active", **numbers.get(name, {}),
        )  # fmt: skip
    indexed()


TABLE = [
    ("ADMR", [ADMR]), ("A.D.M.R.", [ADMR]), ("a.d.m.r", [ADMR]), ("admr gatinais", [ADMR]), ("GÂTINAIS", [ADMR]),
    ("L’Haÿ", [HAY]), ("L'Haÿ", [HAY]), ("l hay", [HAY]), ("hay", [HAY]), ("jardins", [HAY]),
    ("œuvre", [OEUVRE]), ("Oeuvre", [OEUVRE]), ("ŒUVRES", [OEUVRE]), ("l'oeuvre des apprentis", [OEUVRE]),
    ("St-Étienne", [SAINT]), ("saint etienne", [SAINT]), ("Saint-Étienne", [SAINT]), ("ST ETIENNE", [SAINT]), ("emmaus st", [SAINT]),
    ("l'envol", [ATELIER]), ("l’envol", [ATELIER]), ("d’insertion", [ATELIER]), ("atelier insertion envol", [ATELIER]),
    ("552 100 554", [ADMR]), ("552100554", [ADMR]), ("552.100.554", [ADMR]), ("552\u00a0100\u00a0554", [ADMR]),
    ("807 469 317 00018", [REGIE]), ("80746931700018", [REGIE]), ("807469317", [REGIE]),
    ("W452012345", [HELP]), ("w452012345", [HELP]), ("w452 012 345", [HELP]), ("W2A1234567", [SAINT]), ("w2a1234567", [SAINT]),
    ("075-FDD-00123-04", [OEUVRE]), ("075-fdd-00123-04", [OEUVRE]), ("075–FDD–00123–04", [OEUVRE]),
    ("ressourcerie", [HELP]), ("ressourceries", [HELP]), ("aider à domicile", [HELP]),
    ("régie", [REGIE, GONE]), ("regies", [REGIE, GONE]), ("régie -dissoute", [REGIE]), ('"régie de quartier"', [REGIE]),
    # Misspelt: nothing holds them as they are.
    ("resourcerie", [HELP]), ("gatinai", [ADMR]), ("emaus", [SAINT]), ("ateleir", [ATELIER]), ("quartié", [REGIE]), ("zzzz", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "names"), TABLE)
def test_found(cast: Cast, made: Any, text: str, names: list[str]) -> None:
    found = answer(cast.stranger, text, Filters())
    assert found is not None
    rows = Organisation.objects.in_bulk(found.ids)
    assert [rows[pk].name for pk in found.ids] == names
    assert found.total == len(names)
    site = find(cast.stranger, Asked(text, "organisations"))
    assert {hit.shown.title for group in site.groups for hit in group.hits} == set(names)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("adm", [ADMR]), ("régi", [REGIE, GONE]), ("regie quar", [REGIE]), ("552 1", [ADMR]), ("w452", [HELP]), ("W452 01", [HELP]),
        ("075", [OEUVRE]), ("resi", [REGIE, GONE]),
        ("emaüs", [SAINT]), ("ateleir", [ATELIER]), ("œuv", [OEUVRE]), ("st et", [SAINT]), ("saint-ét", [SAINT]),
        ("l'en", [ATELIER]), ("", []), ("'", []),
    ],
)  # fmt: skip
def test_proposed_as_one_types(cast: Cast, made: Any, text: str, names: list[str]) -> None:
    ids = suggested(cast.stranger, text)
    assert ids is not None
    rows = Organisation.objects.in_bulk(ids)
    assert [rows[pk].name for pk in ids] == names
    assert [shown.title for source, shown in suggest(cast.stranger, text) if source.key == "organisations"] == names


QUOTED, BRACKETED, SIGNED = (
    'ASSOCIATION "RECYCLERIE DU LOING"',
    "ASSOCIATION (RECYCLERIE DE MELUN)",
    "TRI/RECYCLERIE+RÉEMPLOI",
)


@pytest.mark.parametrize("text", ["recycl", "recyclerie", '"recyclerie', "(recycl", "tri/recyclerie"])
def test_a_word_that_follows_a_sign_is_a_word(cast: Cast, indexed: Any, text: str) -> None:
    """Titles of the RNA are full of quotation marks."""
    made = {name: OrganisationFactory(name=name).pk for name in (QUOTED, BRACKETED, SIGNED)}
    indexed()
    expected = {made[SIGNED]} if text.startswith("tri") else {*made.values()}
    found = answer(cast.stranger, text, Filters())
    assert found is not None
    assert {*found.ids} == expected
    assert {*(suggested(cast.stranger, text) or [])} == expected


@pytest.mark.parametrize("text", ['"', "?", "( )", "« »", "+"])
def test_signs_alone_find_nothing(cast: Cast, made: Any, text: str) -> None:
    found = answer(cast.stranger, text, Filters())
    assert found is not None
    assert (found.total, suggested(cast.stranger, text)) == (0, [])
