"""A row that may speak of a page that is there waits for a person; what she says is remembered by the next files."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from cercles.core.errors import RuleBroken
from cercles.organisations.actions import merge_organisations
from cercles.organisations.actions.imports import decide_doubt
from cercles.organisations.actions.imports.known import NAMED
from cercles.organisations.models import ImportDoubt, Organisation
from tests.cast import Cast
from tests.factories.organisations import AffiliationFactory, OrganisationFactory
from tests.organisations.files import counts, csv_of, run_command, siae, siret, write
from tests.organisations.registers import rna, rna_zip, siren, siret_of, site, sites_file, unit, units_file

pytestmark = pytest.mark.usefixtures("places", "terms")
NAME = "Association numéro 1"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return rna_zip(tmp_path, rna(1), rna(2))


@pytest.fixture
def page(places: Any) -> Organisation:
    """Added by a person, in Lyon, without an identifier."""
    return OrganisationFactory(name=NAME, short_name="AN1", seat=places["69123"])


def _doubt() -> ImportDoubt:
    return ImportDoubt.objects.get()


def test_a_name_in_a_commune_is_a_doubt_and_nothing_is_applied(file: Path, page: Organisation) -> None:
    done, said = run_command(file, layout="rna")

    assert done == counts(created=1, doubtful=1)
    assert "1 ligne attend une décision" in said
    assert (_doubt().organisation, _doubt().kind, _doubt().state, _doubt().line, _doubt().key) == (
        page, "name", "open", 2, "W691000001",
    )  # fmt: skip
    assert Organisation.objects.filter(rna="W691000001").count() == 0
    page.refresh_from_db()
    assert page.purpose == ""


def test_the_same_name_elsewhere_or_with_another_identifier_is_another(file: Path, places: Any) -> None:
    OrganisationFactory(name=NAME, seat=places["62108"])
    OrganisationFactory(name=NAME, seat=places["69123"], rna="W692000009")
    OrganisationFactory(name=f"{NAME} et compagnie", seat=places["69123"], rna=None)
    OrganisationFactory(name=f"{NAME}00", seat=places["69123"])

    assert run_command(file, layout="rna")[0] == counts(created=1, doubtful=1)
    assert _doubt().organisation.name == f"{NAME} et compagnie"  # its first words are the name: a person will tell


def test_the_same_is_applied_and_remembered(file: Path, page: Organisation, cast: Cast, tmp_path: Path) -> None:
    run_command(file, layout="rna")

    decide_doubt(doubt=_doubt(), verb="same", by=cast.administrator)

    page.refresh_from_db()
    assert (page.name, page.rna, page.purpose) == (NAME, "W691000001", "réparer ensemble")
    assert (_doubt().state, _doubt().decided_by) == ("same", cast.administrator)
    assert run_command(file, layout="rna")[0] == counts(unchanged=2)
    later = rna_zip(tmp_path, rna(1, objet="tout réparer"), name="later.zip")
    assert run_command(later, layout="rna")[0] == counts(updated=1)


def test_another_makes_its_page_and_is_never_asked_again(file: Path, page: Organisation, cast: Cast) -> None:
    run_command(file, layout="rna")

    decide_doubt(doubt=_doubt(), verb="another", by=cast.administrator)

    made = Organisation.objects.get(rna="W691000001")
    assert (made.source, made.seat) == ("rna", page.seat)
    assert run_command(file, layout="rna")[0] == counts(unchanged=2)
    assert ImportDoubt.objects.count() == 1


def test_later_waits_after_the_others_and_the_next_file_asks_once(
    file: Path, page: Organisation, cast: Cast, tmp_path: Path
) -> None:
    run_command(file, layout="rna")
    decide_doubt(doubt=_doubt(), verb="later", by=cast.administrator)

    again = rna_zip(tmp_path, rna(1, objet="tout réparer"), name="later.zip")
    assert run_command(again, layout="rna")[0] == counts(doubtful=1)
    assert (_doubt().state, _doubt().cells["objet"]) == ("later", "tout réparer")

    decide_doubt(doubt=_doubt(), verb="same", by=cast.administrator)
    page.refresh_from_db()
    assert page.purpose == "tout réparer"


def test_of_two_pages_one_is_chosen(file: Path, page: Organisation, cast: Cast) -> None:
    double = OrganisationFactory(name=NAME, seat=page.seat)
    run_command(file, layout="rna")
    assert ImportDoubt.objects.count() == 2

    decide_doubt(doubt=ImportDoubt.objects.get(organisation=double), verb="same", by=cast.administrator)

    assert dict(ImportDoubt.objects.values_list("organisation", "state")) == {page.pk: "another", double.pk: "same"}
    double.refresh_from_db()
    assert double.rna == "W691000001"


def test_of_two_pages_united_meanwhile_either_answer_is_the_page_that_speaks(
    file: Path, page: Organisation, cast: Cast
) -> None:
    double = OrganisationFactory(name=NAME, seat=page.seat)
    run_command(file, layout="rna")
    merge_organisations(duplicate=double, into=page, reason="La même.", by=cast.administrator)
    shown = ImportDoubt.objects.get(organisation=page)

    decide_doubt(doubt=ImportDoubt.objects.get(organisation=double), verb="same", by=cast.administrator)

    with pytest.raises(RuleBroken, match="c’est décidé pour celle qui reste"):
        decide_doubt(doubt=shown, verb="same", by=cast.administrator)
    assert dict(ImportDoubt.objects.values_list("organisation", "state")) == {page.pk: "same"}
    page.refresh_from_db()
    assert page.rna == "W691000001"
    assert run_command(file, layout="rna")[0] == counts(unchanged=2)


def test_another_than_the_first_waits_for_the_second(file: Path, page: Organisation, cast: Cast) -> None:
    double = OrganisationFactory(name=NAME, seat=page.seat)
    run_command(file, layout="rna")

    decide_doubt(doubt=ImportDoubt.objects.get(organisation=page), verb="another", by=cast.administrator)
    assert Organisation.objects.filter(rna="W691000001").count() == 0
    decide_doubt(doubt=ImportDoubt.objects.get(organisation=double), verb="another", by=cast.administrator)
    assert Organisation.objects.filter(rna="W691000001").count() == 1


def test_decided_twice_is_decided_once(file: Path, page: Organisation, cast: Cast) -> None:
    run_command(file, layout="rna")
    decide_doubt(doubt=_doubt(), verb="same", by=cast.administrator)
    decide_doubt(doubt=_doubt(), verb="same", by=cast.administrator)

    with pytest.raises(RuleBroken, match="déjà décidé"):
        decide_doubt(doubt=_doubt(), verb="another", by=cast.administrator)


def test_an_establishment_and_its_unit_are_told_apart_by_a_person(cast: Cast, tmp_path: Path) -> None:
    """The register of insertion made the page of one establishment; Sirene brings the unit, whose seat is another one."""
    workshop = siret_of(siren(1), 3)
    run_command(write(tmp_path, csv_of(siae(siret=workshop))))
    files = units_file(tmp_path, unit()), sites_file(tmp_path, site())

    assert run_command(*files, layout="sirene")[0] == counts(doubtful=1)
    assert _doubt().kind == "siren"
    decide_doubt(doubt=_doubt(), verb="another", by=cast.administrator)

    assert sorted(Organisation.objects.exclude(source="member").values_list("siret", "source")) == sorted(
        [(workshop, "siae"), (siret_of(siren(1)), "sirene")]
    )
    assert run_command(*files, layout="sirene")[0] == counts(unchanged=1)


def test_one_identifier_in_common_and_another_that_differs_is_a_doubt(cast: Cast, tmp_path: Path) -> None:
    OrganisationFactory(name="Ancienne", siret=siret(1), siren=siret(1)[:9], rna="W692000009")
    file = rna_zip(tmp_path, rna(1, siret=siret(1)))

    assert run_command(file, layout="rna")[0] == counts(doubtful=1)
    decide_doubt(doubt=_doubt(), verb="another", by=cast.administrator)

    made = Organisation.objects.get(rna="W691000001")
    assert (made.siret, Organisation.objects.filter(siret=siret(1)).count()) == (None, 1), "the SIRET stays where it is"
    assert run_command(file, layout="rna")[0] == counts(unchanged=1)


def test_a_represented_page_that_is_the_same_is_not_written_and_not_asked_again(
    file: Path, page: Organisation, cast: Cast
) -> None:
    AffiliationFactory(person=cast.account, organisation=page, role="representative")
    run_command(file, layout="rna")
    decide_doubt(doubt=_doubt(), verb="same", by=cast.administrator)

    page.refresh_from_db()
    assert (page.rna, page.purpose) == (None, "")
    assert run_command(file, layout="rna")[0] == counts(unchanged=2)


def test_a_page_narrowed_to_its_people_is_not_proposed(file: Path, page: Organisation) -> None:
    Organisation.objects.filter(pk=page.pk).update(visibility="organisation", audience=f"organisation:{page.pk}")

    assert run_command(file, layout="rna")[0] == counts(created=2)


def test_a_page_merged_meanwhile_is_the_one_that_speaks_for_it(file: Path, page: Organisation, cast: Cast) -> None:
    run_command(file, layout="rna")
    main = OrganisationFactory(name="La vraie")
    Organisation.objects.filter(pk=page.pk).update(merged_into=main)

    decide_doubt(doubt=_doubt(), verb="same", by=cast.administrator)

    main.refresh_from_db()
    assert (main.name, main.rna) == ("La vraie", "W691000001")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="how SQLite answers")
def test_names_are_sought_in_their_commune_alone(db: None) -> None:
    """By another index, each row of a register would read all the pages that are there."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"EXPLAIN QUERY PLAN {NAMED['sqlite'].format(table=Organisation._meta.db_table)}", ["2026-01-01", "[]"]
        )
        plan = " ".join(row[3] for row in cursor.fetchall())

    assert "INDEX organisation_place_name (seat_id=? AND search_key>? AND search_key<?)" in plan
