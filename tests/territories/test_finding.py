from typing import Any

import pytest

from cercles.territories.enums import TerritoryKind
from cercles.territories.queries import find_places, near_places
from tests.factories.territories import small_france

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _france(db: None) -> None:
    small_france()


def found(text: str, **options: Any) -> list[str]:
    return [" ← ".join(filter(None, (place.label, place.note))) for place in find_places(text, **options)]


HAY = ["L’Haÿ-les-Roses (Val-de-Marne, 94) ← 94240"]
DENIS = ["Saint-Denis (La Réunion, 974)", "Saint-Denis (Seine-Saint-Denis, 93)"]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("saint-denis", DENIS),
        ("St Denis", DENIS),
        ("SAINT DEN", DENIS),
        ("denis", DENIS),
        ("L'Haÿ", HAY),
        ("l hay", HAY),
        ("lhay", HAY),
        ("HAY-LES", HAY),
        ("roses", HAY),
        ("OEUF", ["Œuf-en-Ternois (Pas-de-Calais, 62) ← 62130"]),
        ("œuf en", ["Œuf-en-Ternois (Pas-de-Calais, 62) ← 62130"]),
        ("Y", ["Y (Somme, 80) ← 80190"]),
        ("st", ["Strasbourg (Bas-Rhin, 67)", *DENIS, "Saint-Barthélemy ← 97133"]),
    ],
)
def test_a_name_as_one_types(text: str, places: list[str]) -> None:
    assert found(text) == places


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("93210", ["Saint-Denis (Seine-Saint-Denis, 93) ← 93210"]),
        ("974", ["Saint-Denis (La Réunion, 974) ← 97400"]),
        ("62633", ["Œuf-en-Ternois (Pas-de-Calais, 62) ← code Insee 62633"]),
        ("69232", ["Lyon (Rhône, 69) ← code Insee 69232"]),
        ("75011", ["Paris ← 75011"]),  # was Bonneuil's code until 1968
        ("75111", ["Paris ← Paris 11e Arrondissement"]),
        ("paris 11", ["Paris ← Paris 11e Arrondissement"]),
        ("Lyon 3ème", ["Lyon (Rhône, 69) ← Lyon 3e Arrondissement"]),
        ("93200 Saint-Denis", DENIS[1:]),
        ("saint denis 974", DENIS[:1]),
        ("Saint-Denis (La Réunion, 974)", DENIS[:1]),
        ("saint denis reunion", DENIS[:1]),
        ("Saint Denis de la Réunion", DENIS[:1]),
        ("saint-denis 9741", DENIS[:1]),  # a post code half typed
        ("Lyon 03", ["Lyon (Rhône, 69) ← Lyon 3e Arrondissement"]),
        ("67000 Strasbourg CEDEX 2", ["Strasbourg (Bas-Rhin, 67)"]),
        ("Bellegarde s/ Valserine", ["Valserhône (Ain, 01) ← ancienne commune : Bellegarde-sur-Valserine"]),
    ],
)
def test_codes_and_what_tells_homonyms_apart(text: str, places: list[str]) -> None:
    assert found(text) == places


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("bellegarde", ["Valserhône (Ain, 01) ← ancienne commune : Bellegarde-sur-Valserine"]),
        ("Lancrans", ["Valserhône (Ain, 01) ← ancienne commune : Lancrans"]),
        ("capavenir", ["Thaon-les-Vosges (Vosges, 88) ← autre nom : Capavenir Vosges"]),
        ("01205", ["Valserhône (Ain, 01) ← ancienne commune : Lancrans"]),
    ],
)
def test_a_former_name_gives_what_it_became_and_says_so(text: str, places: list[str]) -> None:
    assert found(text) == places


@pytest.mark.parametrize("text", ["", "  ", "zzz", "()", "%", "_", "' -", "saint denis 42", "7" * 400, "\x00"])
def test_nothing_is_found_without_trouble(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Strasbourg-Plage", ["Strasbourg (Bas-Rhin, 67)"]),
        ("Paris XI", ["Paris"]),
        ("L’Haÿ des Roses", [HAY[0]]),
        ("La Défense", []),  # « la » begins half of France
        ("zzz", []),
        ("zzz zzz", []),
    ],
)
def test_the_first_words_propose_when_all_of_them_find_nothing(text: str, places: list[str]) -> None:
    assert found(text) == []
    assert [" ← ".join(filter(None, (place.label, place.note))) for place in near_places(text)] == places


def test_other_kinds_when_asked() -> None:
    assert found("réunion", kinds=[TerritoryKind.REGION, TerritoryKind.DEPARTEMENT]) == [
        "La Réunion", "La Réunion (974)",
    ]  # fmt: skip
    assert found("grand paris", kinds=TerritoryKind.values) == ["Métropole du Grand Paris"]


def test_the_limit_and_three_queries_whatever_is_found(queries: Any) -> None:
    for text, n in (("y", 1), ("s", 3)):
        with queries(3):
            assert len(find_places(text, limit=3)) == n
