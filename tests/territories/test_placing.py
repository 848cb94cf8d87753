import csv
from pathlib import Path
from typing import Any

import pytest

from cercles.core.text import search_key
from cercles.territories.models import Territory
from cercles.territories.queries import Ambiguous, PlaceResolver, place_of
from tests.factories.territories import TREE, load, small_france
from tests.territories.official import LINES, official

WRITTEN = [*csv.DictReader((Path(__file__).parent / "places.csv").read_text("utf-8").splitlines())]
CLUES = ("code", "post_code", "name", "departement")
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("clues", "code"),
    [
        ({"code": "01033"}, "01033"),
        ({"code": "01205", "name": "Nantes"}, "01033"),  # a former commune gives its heir; the code decides
        ({"code": "75111"}, "75056"),
        ({"code": "69232"}, "69123"),
        ({"post_code": "94240"}, "94038"),
        ({"post_code": "94240", "name": "L HAY LES ROSES"}, "94038"),
        ({"post_code": "94240", "name": "lhay-les-roses"}, "94038"),
        ({"post_code": "75010", "name": "PARIS 10EME"}, "75056"),
        ({"post_code": "75480", "name": "PARIS CEDEX 10"}, "75056"),
        ({"post_code": "95725", "name": "ROISSY CDG CEDEX"}, "95527"),
        ({"post_code": "62600", "name": "BERCK S/ MER"}, "62108"),
        ({"post_code": "69520", "name": "Grigny"}, "69096"),
        ({"post_code": "88150", "name": "Capavenir Vosges"}, "88465"),
        ({"post_code": "93380", "name": "Pierrefitte sur Seine"}, "93066"),
        ({"post_code": "93200", "name": "ST-DENIS"}, "93066"),
        ({"post_code": "62130", "name": "Oeuf en ternoi"}, "62633"),
        ({"name": "Saint Denis", "departement": "974"}, "97411"),
        ({"name": "Valserhône", "departement": "1"}, "01033"),
        ({"name": "Strasbourg"}, "67482"),
        ({"post_code": "97133", "name": "Gustavia"}, "97701"),
        ({"post_code": "67000", "name": "Lieu-dit inconnu"}, "67482"),
    ],
    ids=str,
)
def test_one_commune(clues: dict[str, str], code: str) -> None:
    france = small_france()
    assert PlaceResolver().find(**clues) == france[code].pk
    assert place_of(**clues) == france[code]


def test_a_name_alone_never_chooses_between_homonyms() -> None:
    france = small_france()
    both = Ambiguous(tuple(sorted((france["93066"].pk, france["97411"].pk))))
    assert PlaceResolver().find(name="Saint-Denis") == both
    assert place_of(name="Saint-Denis") == both


def test_a_post_code_and_a_name_that_contradict_each_other_are_shown_both() -> None:
    france = small_france()
    assert place_of(post_code="67000", name="Lyon") == Ambiguous(
        (france["67482"].pk, france["69123"].pk), contradiction=True
    )
    assert place_of(name="Lyon", departement="67") == Ambiguous((france["69123"].pk,), contradiction=True)


@pytest.mark.parametrize("clues", [{}, {"name": "Nulle-Part"}, {"post_code": "00000"}, {"code": "XX"}], ids=str)
def test_nothing_is_invented(clues: dict[str, str]) -> None:
    small_france()
    assert PlaceResolver().find(**clues) is None
    assert place_of(**clues) is None


def test_a_file_is_placed_in_two_queries(queries: Any) -> None:
    small_france()
    with queries(2):
        places = PlaceResolver()
        found = {places.find(post_code="94240", name=f"L’Haÿ {n}") for n in range(100)}
    assert found == {Territory.objects.get(code="94038").pk}


def test_a_code_that_is_a_post_code_as_well_says_either() -> None:
    aisne = (
        "departement,02,current,Aisne,32,,,32,02,520000,,,,,\n"
        "commune,02350,current,Goudelancourt-lès-Pierrepont,02,,,32,02,50,02350,,,,\n"
        "commune,02408,current,Liesse-Notre-Dame,02,,,32,02,1200,02350,,,,\n"
    )
    load(TREE + aisne)
    found = {place.code: place for place in Territory.objects.filter(departement_code="02", kind="commune")}
    assert place_of(code="02350") == found["02350"]
    assert PlaceResolver().find(code="02350") == found["02350"].pk
    assert place_of(post_code="02350", name="Liesse Notre Dame") == found["02408"]
    assert place_of(post_code="02350") == Ambiguous(tuple(place.pk for place in found.values()))


def told(found: int | Ambiguous | None) -> str:
    """As ``places.csv`` writes it: a code, « ? » and the candidates, or « none »."""
    if isinstance(found, Ambiguous):
        return " ".join(["?", *sorted(LINES[place]["code"] for place in found.candidates)])
    return "none" if found is None else LINES[found]["code"]


def test_places_as_people_write_them_over_the_whole_official_list() -> None:
    """Each line of ``places.csv`` says what is written and the commune that is meant; « ? » alone: several, too many to list."""
    wrong = []
    for line in WRITTEN:
        found = told(official().find(**{name: line[name] for name in CLUES}))
        if line["expected"] not in (found, found[:1]):
            wrong.append((*line.values(), found))
    assert wrong == []
    assert len(WRITTEN) >= 190


@pytest.mark.parametrize("country", ["Belgique", "BE", "Monaco", "99131"])
def test_another_country_is_no_homonym(country: str) -> None:
    for clues in ({"post_code": "4000", "name": "LIEGE"}, {"post_code": "45200", "name": "MONTARGIS"}):
        assert official().find(**clues, country=country) is None
    assert told(official().find(post_code="45200", name="MONTARGIS", country="FRANCE")) == "45208"


def test_every_commune_is_placed_by_its_code_and_by_its_post_code_and_name() -> None:
    """As registers write them: in capitals, without accents."""
    for row in LINES:
        if row["kind"] == "commune" and not row["heir"]:
            name = search_key(row["name"]).upper()
            assert told(official().find(code=row["code"])) == row["code"]
            for post_code in row["post_codes"].split():
                assert told(official().find(post_code=post_code, name=name)) == row["code"]
