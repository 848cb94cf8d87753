"""What the export writes, the import reads: to the letter, in the four kinds of files."""

import io
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
import tablib

from cercles.core.tables import Flavour, as_csv
from cercles.organisations.actions.imports import decide_doubt
from cercles.organisations.exports import directory_file
from cercles.organisations.models import Goal, ImportDoubt, Organisation
from cercles.organisations.queries import Filters
from cercles.people.models import User
from tests.cast import Cast
from tests.factories.organisations import OrganisationFactory
from tests.organisations.files import counts, csv_of, run_command, siret, write

DATED = ("docProps/core.xml", "meta.xml")  # a workbook says when it was written
WRITTEN = (
    "=1+1", "'=1+1", "''-2", "+33 1", "@nom", "-", "a;b,c\td", 'dit "oui"', "'", "L’été à Œuf\u00a0!", "0012", "1,5", "1e5",
    "deux\nlignes\n\net plus", "oui", "2019-06-12", "  ".join(("deux", "espaces")), "<b>&amp;</b>", "🌿",
)  # fmt: skip


@pytest.fixture
def directory(places: Any, terms: Any) -> None:
    """Every column filled once, and every sign that a file could lose."""
    full = OrganisationFactory(
        name="Val-Fibre, « l’atelier »", legal_name="VAL FIBRE", short_name="VF", category=terms["siae"], kinds="ACI EI",
        legal_form="SCIC", activity_code="1310Z", siren=siret(572078)[:9], siret=siret(572078), rna="W751234567",
        rnf="075-FDD-00123-04", purpose="Isoler.", website="https://val-fibre.example", address="1 rue du Pont",
        post_code="01200", seat=places["01033"], source="siae", source_key="0057-EI", visibility="network", is_fictional=True,
        state="dissolved", founded_on="1999-02-01", ended_on="2019-06-12",
    )  # fmt: skip
    full.themes.set([terms["food"], terms["circular"]])
    full.economic_models.set([terms["functional"]])
    full.innovation_roles.set([terms["innovator"]])
    Goal.objects.bulk_create(
        Goal(organisation=full, term=terms[code], rank=rank) for rank, code in enumerate(("12", "8"), 1)
    )
    for number, text in enumerate(WRITTEN):
        OrganisationFactory(name=f"Organisation {number:02}", purpose=text, address=text.replace("\n", " "))


def _file(flavour: str) -> bytes:
    reader = User(pk=0)  # with an account, of no organisation
    return b"".join(directory_file(reader, "", Filters(state="any"), flavour))


def _parts(content: bytes) -> dict[str, bytes]:
    """What a file holds, without the hour it was written."""
    if not content.startswith(b"PK"):
        return {"": content}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name not in DATED}
    return {name: _in_order(part) if part.startswith(b"<?xml") else part for name, part in parts.items()}


def _in_order(part: bytes) -> bytes:
    """Attributes of an XML file stand in any order."""
    return ElementTree.canonicalize(part.decode(), rewrite_prefixes=True).encode()


@pytest.mark.usefixtures("directory")
@pytest.mark.parametrize("flavour", Flavour.values)
def test_an_export_imported_elsewhere_is_exported_the_same(tmp_path: Path, flavour: str) -> None:
    before = _file(flavour)
    Organisation.objects.all().delete()
    file = write(tmp_path, before, f"annuaire.{Flavour(flavour).extension}")

    assert run_command(file, layout="cercles")[0] == counts(created=1 + len(WRITTEN))

    assert _parts(_file(flavour)) == _parts(before)


@pytest.mark.usefixtures("directory")
@pytest.mark.parametrize("flavour", Flavour.values)
def test_an_export_imported_where_it_was_made_changes_nothing(tmp_path: Path, flavour: str) -> None:
    file = write(tmp_path, _file(flavour), "n’importe quel nom.csv")

    assert run_command(file, layout="cercles")[0] == counts(unchanged=1 + len(WRITTEN))


@pytest.mark.usefixtures("directory")
@pytest.mark.parametrize("flavour", Flavour.values)
def test_no_cell_of_an_export_runs_as_a_formula(flavour: str, tmp_path: Path) -> None:
    made = Organisation.objects.get(name="Organisation 00")
    Organisation.objects.filter(pk=made.pk).update(name='=HYPERLINK("http://piege.example")')
    content = _file(flavour)

    if Flavour(flavour).extension == "csv":
        assert [line for line in content.decode().splitlines() if "piege" in line and "'=HYPERLINK" not in line] == []
    else:
        book = tablib.Dataset().load(content, format=flavour)
        names = [row["nom"] for row in book.dict]
        assert [name for name in names if name.startswith("=")] == []
        assert names[0] == '\'=HYPERLINK("http://piege.example")'


def test_a_workbook_of_excel_as_people_make_it(tmp_path: Path, places: Any, terms: Any) -> None:
    """A SIRET that Excel holds as a number is whole there; an empty line and a second sheet do no harm."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["Nom", "SIRET", "Code Commune", None], ["Toiles", int(siret(80746931)), "01033", None], [], ["Berck", None, 62108, None],
    ):  # fmt: skip
        sheet.append(row)
    book.create_sheet("Notes").append(["rien à lire"])
    book.save(tmp_path / "a.xlsx")

    assert run_command(tmp_path / "a.xlsx", layout="cercles")[0] == counts(created=2)
    assert list(Organisation.objects.values_list("name", "siret", "seat__code")) == [
        ("Berck", None, "62108"), ("Toiles", siret(80746931), "01033"),
    ]  # fmt: skip


def test_lines_of_a_workbook_keep_their_numbers(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["nom"], ["A"], [None], ["B"], [None], [None]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")

    with as_csv(tmp_path / "a.xlsx") as file:
        assert file.read_bytes() == b'"nom"\r\n"A"\r\n""\r\n"B"\r\n'


# A file as an administrator writes it, without references


ROWS = ({"nom": "Ici"}, {"nom": "Là", "site": "https://la.example"}, {"nom": "Berck 1", "code commune": "62108"},
        {"nom": "Poste", "code postal": "62600"}, {"nom": "Une", "SIREN": siret(1)[:9]})  # fmt: skip
OURS = ("nom", "code commune", "code postal", "SIREN", "site", "objet", "source", "clé source")


def _ours(folder: Path, *rows: dict[str, str]) -> dict[str, int]:
    return run_command(write(folder, csv_of(*rows, heading=OURS)), layout="cercles")[0]


def test_a_file_without_any_identifier_changes_nothing_a_second_time(tmp_path: Path, places: Any, terms: Any) -> None:
    assert _ours(tmp_path, *ROWS) == counts(created=len(ROWS))

    assert [_ours(tmp_path, *ROWS), _ours(tmp_path, *ROWS)] == [counts(unchanged=len(ROWS))] * 2
    assert run_command(write(tmp_path, _file("ouvert"), "b.csv"), layout="cercles")[0] == counts(unchanged=len(ROWS))


def test_what_it_says_later_goes_to_the_pages_it_made(tmp_path: Path, places: Any, terms: Any) -> None:
    _ours(tmp_path, *ROWS)

    assert _ours(tmp_path, *(row | {"objet": "Réparer."} for row in ROWS[2:])) == counts(updated=3)
    assert set(Organisation.objects.filter(purpose="Réparer.").values_list("name", flat=True)) == {
        "Berck 1", "Poste", "Une",
    }  # fmt: skip


def test_a_name_alone_is_no_reason_to_write_over_a_page(tmp_path: Path, places: Any, terms: Any) -> None:
    """Two organisations may bear it: another row that says it, and more, is another."""
    _ours(tmp_path, {"nom": "Ici", "objet": "Tisser."})

    assert _ours(tmp_path, {"nom": "Ici", "objet": "Réparer."}) == counts(created=1)
    assert set(Organisation.objects.values_list("purpose", flat=True)) == {"Tisser.", "Réparer."}


def test_a_row_that_waited_finds_the_page_made_for_it(tmp_path: Path, places: Any, terms: Any, cast: Cast) -> None:
    OrganisationFactory(name="Berck 1", seat=places["62108"])
    assert _ours(tmp_path, ROWS[2]) == counts(doubtful=1)
    decide_doubt(doubt=ImportDoubt.objects.get(), verb="another", by=cast.administrator)

    assert _ours(tmp_path, ROWS[2]) == counts(unchanged=1)
    assert Organisation.objects.filter(name="Berck 1").count() == 2


@pytest.mark.parametrize("name", ["Société Une", "SU"])
def test_a_name_and_a_siren_are_the_unit_that_has_both(tmp_path: Path, places: Any, terms: Any, name: str) -> None:
    OrganisationFactory(
        name="SOCIETE UNE",
        short_name="SU",
        siren=siret(1)[:9],
        siret=siret(1),
        source="sirene",
        source_key=siret(1)[:9],
    )
    row = {"nom": name, "SIREN": siret(1)[:9], "objet": "Réparer."}

    assert _ours(tmp_path, row) == counts(updated=1)
    assert Organisation.objects.get().purpose == "Réparer."
    assert _ours(tmp_path, row) == counts(unchanged=1)


def test_a_siren_under_another_name_or_of_an_establishment_is_a_doubt(
    tmp_path: Path, places: Any, terms: Any, cast: Cast
) -> None:
    unit = OrganisationFactory(name="SOCIETE UNE", siren=siret(1)[:9], source="sirene", source_key=siret(1)[:9])
    workshop = OrganisationFactory(name="Deux", siren=siret(2)[:9], siret=siret(2), source="siae", source_key="2-EI")
    rows = {"nom": "Un", "SIREN": siret(1)[:9]}, {"nom": "Deux", "SIREN": siret(2)[:9]}

    assert [_ours(tmp_path, *rows), _ours(tmp_path, *rows)] == [counts(doubtful=2)] * 2
    assert set(ImportDoubt.objects.values_list("organisation", "kind")) == {(unit.pk, "siren"), (workshop.pk, "siren")}

    for doubt in ImportDoubt.objects.all():
        decide_doubt(doubt=doubt, verb="another", by=cast.administrator)
    assert _ours(tmp_path, *rows) == counts(unchanged=2)
    assert Organisation.objects.filter(siren__in=[siret(1)[:9], siret(2)[:9]]).count() == 4


def test_an_establishment_with_a_siret_is_no_doubt_of_its_unit(tmp_path: Path, places: Any, terms: Any) -> None:
    OrganisationFactory(name="SOCIETE UNE", siren=siret(1)[:9], source="sirene", source_key=siret(1)[:9])
    row = {"nom": "Atelier", "SIRET": siret(1)}

    assert run_command(write(tmp_path, csv_of(row, heading=tuple(row))), layout="cercles")[0] == counts(created=1)
