import json
from typing import Any

import pytest
from django.core.management import call_command

from cercles.territories.enums import TerritoryStatus
from cercles.territories.models import PlaceName, Territory
from tests.factories.territories import TREE, load

pytestmark = pytest.mark.django_db
LINES = len(TREE.splitlines())


def test_everything_is_created_then_nothing_changes() -> None:
    assert load() == {"created": LINES, "updated": 0, "unchanged": 0, "gone": 0}
    names = PlaceName.objects.count()
    assert load() == {"created": 0, "updated": 0, "unchanged": LINES, "gone": 0}
    assert PlaceName.objects.count() == names


def test_a_new_vintage_keeps_the_ids_and_renews_the_names() -> None:
    load()
    berck = Territory.objects.get(name="Berck").pk
    assert load(TREE.replace("Berck,", "Berck-sur-Mer,")) == {
        "created": 0, "updated": 1, "unchanged": LINES - 1, "gone": 0,
    }  # fmt: skip
    assert Territory.objects.get(pk=berck).name == "Berck-sur-Mer"
    assert {*PlaceName.objects.filter(place=berck).values_list("key", flat=True)} == {
        "berck sur mer", "mer", "62108", "62600",
    }  # fmt: skip


def test_a_place_that_leaves_the_list_stays_marked_as_gone() -> None:
    load()
    shorter = "\n".join(line for line in TREE.splitlines() if ",Y," not in line)
    assert load(shorter)["gone"] == 1
    assert load(shorter)["gone"] == 0
    assert Territory.objects.get(name="Y").status == TerritoryStatus.GONE
    assert load() == {"created": 0, "updated": 1, "unchanged": LINES - 1, "gone": 0}


def test_the_tree() -> None:
    load()
    paris = Territory.objects.communes().get(code="75056")
    assert [paris.parent.name, paris.parent.parent.name, paris.parent.parent.parent.name] == [
        "Paris", "Île-de-France", "France",
    ]  # fmt: skip
    assert paris.epci.name == "Métropole du Grand Paris"
    assert [child.name for child in paris.children.all()] == ["Paris 10e Arrondissement", "Paris 11e Arrondissement"]
    former = Territory.objects.get(name="Bellegarde-sur-Valserine")
    assert (former.heir.name, former.kind_label) == ("Valserhône", "Commune déléguée")
    assert Territory.objects.get(kind="departement", code="977").kind_label == "Collectivité d’outre-mer"


@pytest.mark.slow
def test_the_file_that_ships_loads_whole_in_short_transactions(capsys: Any) -> None:
    call_command("load_territories")
    said = capsys.readouterr().out.splitlines()
    assert json.loads(said[-1]) == {"created": 39258, "updated": 0, "unchanged": 0, "gone": 0}
    assert Territory.objects.communes().count() == 34969
    assert Territory.objects.filter(kind="departement").count() == 109
    assert not Territory.objects.filter(kind="commune", heir=None, parent=None).exists()
