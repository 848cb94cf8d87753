import csv
import gzip
import io
import json
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cercles.territories.enums import TerritoryStatus
from cercles.territories.management.commands.load_territories import FILE, _rows
from cercles.territories.models import PlaceName, Territory
from tests.config.instance import Instance, migrated, wait_until
from tests.factories.territories import COLUMNS, TREE, load

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


def test_a_commune_that_joins_another_keeps_its_id_and_leads_to_it(client: Any) -> None:
    load()
    berck = Territory.objects.get(name="Berck")
    joined = TREE.replace("commune,62108,current,Berck,62,,,32", "commune,62108,delegated,Berck,62,,62633,32")
    lines = joined.splitlines()
    lines.append(lines.pop(next(n for n, line in enumerate(lines) if ",Berck," in line)))
    for updated in (1, 0):
        assert load("\n".join(lines)) == {"created": 0, "updated": updated, "unchanged": LINES - updated, "gone": 0}
        berck.refresh_from_db()
        assert (berck.status, berck.heir.code) == (TerritoryStatus.DELEGATED, "62633")
    assert client.get("/territoires/commune/62108/")["Location"] == "/territoires/commune/62633/"
    assert {*PlaceName.objects.filter(owner=berck).values_list("place__code", flat=True)} == {"62633"}


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


def test_the_file_that_ships_is_whole_and_fits() -> None:
    """What a load of 40 263 rows would refuse: a parent that comes later, a code twice, a text too long."""
    longest = {field.name: field.max_length for field in Territory._meta.concrete_fields if field.max_length}
    kinds, seen = Counter(), set()
    for row in _rows(FILE):
        key = (row["kind"], row["code"], bool(row["heir"]))
        links = [(parent_kind(row), row["parent"]), ("epci", row["epci"]), ("commune", row["heir"])]
        assert [link for link in links if link[1] and (*link, False) not in seen] == []
        assert key not in seen
        assert [name for name in longest if len(row.get(name, "")) > longest[name]] == []
        seen.add(key)
        kinds[row["kind"], row["status"] == "current"] += 1
    assert kinds == {
        ("country", True): 1, ("region", True): 18, ("departement", True): 109, ("epci", True): 1255,
        ("commune", True): 34969, ("arrondissement", True): 45, ("commune", False): 3866,
    }  # fmt: skip


def parent_kind(row: dict[str, str]) -> str:
    if row["kind"] == "departement":
        return "country" if row["parent"] == "FR" else "region"
    return {"region": "country", "epci": "departement", "commune": "departement"}.get(row["kind"], "commune")


def test_the_command_loads_a_file_by_small_transactions(tmp_path: Path, capsys: Any) -> None:
    """One kind and a hundred rows at most each: the country, the région, the département, and three times communes."""
    source = tmp_path / "list.csv.gz"
    write_list(source, communes=250)
    with CaptureQueriesContext(connection) as asked:
        call_command("load_territories", file=source)
    assert json.loads(capsys.readouterr().out) == {"created": 253, "updated": 0, "unchanged": 0, "gone": 0}
    assert [query["sql"].split()[0] for query in asked].count("SAVEPOINT") == 6


def test_a_file_that_is_no_list_is_said(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("bonjour")
    for name in ("list.txt", "absent.csv.gz"):
        with pytest.raises(CommandError, match="pas une liste de territoires"):
            call_command("load_territories", file=tmp_path / name)


def test_a_list_of_before_is_loaded_and_a_column_that_misses_is_named(tmp_path: Path, capsys: Any) -> None:
    """« approximate » came last: a list without it says nothing of it."""
    for missing in ("approximate", "old_names", "kind"):
        lines = [*csv.DictReader(io.StringIO(f"{COLUMNS}\n{TREE}"))]
        source = tmp_path / f"{missing}.csv.gz"
        with gzip.open(source, "wt", encoding="utf-8", newline="") as file:
            kept = csv.DictWriter(file, [name for name in lines[0] if name != missing], extrasaction="ignore")
            kept.writeheader()
            kept.writerows(lines)
        if missing == "approximate":
            call_command("load_territories", file=source)
            assert json.loads(capsys.readouterr().out)["created"] == LINES
        else:
            with pytest.raises(CommandError, match=rf"Il y manque.: {missing}\."):
                call_command("load_territories", file=source)
    assert not Territory.objects.filter(status=TerritoryStatus.GONE).exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (gzip.compress(COLUMNS.encode()), "Elle est vide"),
        (gzip.compress(b""), "Il y manque.: kind, code"),
        (gzip.compress(f"{COLUMNS}\n{TREE}".encode("latin-1", "replace")), "pas une liste de territoires"),
        (gzip.compress(f"{COLUMNS}\n{TREE}".encode() * 50)[:-40], "pas une liste de territoires"),
        (gzip.compress(f"{COLUMNS}\n{TREE.replace(',46.1,', ',46°1,')}".encode()), "«.commune 01033.» ne se lit pas"),
        (
            gzip.compress(f"{COLUMNS}\n{TREE.replace('Ain,84,', 'Ain,85,')}".encode()),
            "«.departement 01.» ne se lit pas",
        ),
    ],
    ids=["empty", "no header", "latin-1", "cut", "a number", "a parent"],
)
def test_a_list_that_cannot_be_read_is_refused_and_nothing_is_taken_for_gone(
    tmp_path: Path, content: bytes, said: str
) -> None:
    load()
    source = tmp_path / "list.csv.gz"
    source.write_bytes(content)
    with pytest.raises(CommandError, match=said):
        call_command("load_territories", file=source)
    assert not Territory.objects.filter(status=TerritoryStatus.GONE).exists()


def write_list(target: Path, *, communes: int) -> None:
    head = [
        TREE.splitlines()[0],
        *(
            f"{place},,,,,,"
            for place in ("region,84,current,Auvergne,FR,,,84,", "departement,01,current,Ain,84,,,84,01")
        ),
    ]
    lines = [f"commune,01{n:04},current,Commune de Saint-{n},01,,,84,01,{n},01200,,,," for n in range(communes)]
    target.write_bytes(gzip.compress("\n".join([COLUMNS, *head, *lines]).encode()))


@pytest.mark.long
def test_a_load_killed_in_the_middle_goes_on_where_it_stood(tmp_path: Path, tmp_path_factory: Any) -> None:
    """The process dies by kill −9 between two transactions; the next load writes the rest, and all is as loaded in one go."""
    source = tmp_path / "list.csv.gz"
    write_list(source, communes=600)
    killed, whole = migrated(tmp_path_factory), migrated(tmp_path_factory)
    loading = killed.run("load-territories", "--file", str(source))
    wait_until(lambda: len(written(killed)) > 100, 30)
    loading.kill()
    loading.communicate()
    before = len({owner for owner, *_name in written(killed)})
    assert 100 <= before < 603
    for instance, created in ((killed, 603 - before), (whole, 603)):
        code, said = instance.say("load-territories", "--file", str(source))
        counts = {"created": created, "updated": 0, "unchanged": 603 - created, "gone": 0}
        assert (code, json.loads(said.splitlines()[-1])) == (0, counts)
    assert written(killed) == written(whole)


def written(instance: Instance) -> list[tuple[str, str, str, int]]:
    """Every place with each of its names."""
    with closing(sqlite3.connect(instance.home / "cercles.sqlite3", timeout=20)) as database:
        return database.execute(
            "SELECT t.kind || t.code, t.name, n.key, n.weight FROM territories_territory t "
            "LEFT JOIN territories_placename n ON n.owner_id = t.id ORDER BY 1, 3, 4"
        ).fetchall()
