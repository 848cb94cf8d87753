"""Sirene: legal units with their seat from two files, what is reserved, and the pages that other sources made."""

import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from benchmarks.directory.files import ESTABLISHMENT, UNIT
from django.core.management import CommandError

from cercles.organisations import actions
from cercles.organisations.actions.imports import gather
from cercles.organisations.enums import Hand
from cercles.organisations.models import DuplicatePair, ImportChange, ImportRun, Organisation
from tests.cast import Cast
from tests.factories.organisations import AffiliationFactory, OrganisationFactory
from tests.organisations.files import counts, plain, reasons, run_command
from tests.organisations.registers import ND, rna, rna_zip, siren, siret_of, site, sites_file, unit, units_file

pytestmark = pytest.mark.usefixtures("places", "terms")


def _only() -> Organisation:
    return Organisation.objects.get(source="sirene")


def _files(folder: Path, *pairs: tuple[dict[str, str], dict[str, str]]) -> tuple[Path, Path]:
    return units_file(folder, *(one for one, _site in pairs)), sites_file(folder, *(seat for _unit, seat in pairs))


def _everything_kept() -> str:
    return " ".join(str(value) for row in Organisation.objects.values() for value in row.values())


def test_a_unit_with_its_seat_becomes_a_page(tmp_path: Path) -> None:
    units = units_file(tmp_path, unit(identifiantAssociationUniteLegale="W691000001", sigleUniteLegale="S1"))
    sites = sites_file(tmp_path, site(nic=2, codeCommuneEtablissement="69383"), site(), site(2))

    assert run_command(units, sites, layout="sirene")[0] == counts(created=1)

    made = _only()
    assert (made.name, made.short_name, made.siren, made.siret, made.rna, made.source_key) == (
        "SOCIETE 1", "S1", siren(1), siret_of(siren(1)), "W691000001", siren(1),
    )  # fmt: skip
    assert (made.legal_form_code, made.activity_code, made.founded_on, made.workforce, made.workforce_year, made.is_ess) == (
        "5710", "13.10Z", date(2001, 2, 3), "12", 2024, False,
    )  # fmt: skip
    assert (made.seat.code, made.address, made.post_code, made.state) == (
        "62108",
        "3 AV DE LA PLAGE",
        "62600",
        "active",
    )


@pytest.mark.parametrize("zipped", [False, True])
def test_in_either_order_zipped_or_not(tmp_path: Path, zipped: bool) -> None:
    files = list(reversed(_files(tmp_path, (unit(), site()))))
    if zipped:
        for number, file in enumerate(files):
            files[number] = file.with_suffix(".zip")
            with zipfile.ZipFile(files[number], "w", zipfile.ZIP_DEFLATED) as archive:
                archive.write(file, file.name)

    assert run_command(*files, layout="sirene")[0] == counts(created=1)
    assert _only().seat.code == "62108"
    assert run_command(*reversed(files), layout="sirene")[0] == counts(unchanged=1)


def test_one_file_without_the_other_is_refused(tmp_path: Path) -> None:
    units, sites = _files(tmp_path, (unit(), site()))

    for file, missing in ((units, "établissements (StockEtablissement)"), (sites, "unités légales (StockUniteLegale)")):
        with pytest.raises(CommandError) as refusal:
            run_command(file, layout="sirene")
        assert plain(str(refusal.value)) == f"Il manque le fichier des {missing} : envoyez les deux ensemble."
    assert ImportRun.objects.count() == 0


def test_a_ceased_unit_is_kept_and_says_so(tmp_path: Path) -> None:
    ceased = unit(etatAdministratifUniteLegale="C", dateDebut="2024-05-06")
    run_command(*_files(tmp_path, (ceased, site(etatAdministratifEtablissement="F"))), layout="sirene")

    assert (_only().state, _only().ended_on) == ("ceased", date(2024, 5, 6))


def test_a_unit_shown_in_part_keeps_its_name_and_its_commune_alone(tmp_path: Path) -> None:
    partly = unit(statutDiffusionUniteLegale="P")
    seat = site(statutDiffusionEtablissement="P", numeroVoieEtablissement=ND, libelleVoieEtablissement="RUE SECRETE")
    run_command(*_files(tmp_path, (partly, seat)), layout="sirene")

    made = _only()
    assert (made.name, made.is_partly_diffusible, made.seat.code, made.address, made.post_code) == (
        "SOCIETE 1", True, "62108", "", "",
    )  # fmt: skip
    assert ND not in _everything_kept()
    assert "SECRETE" not in _everything_kept()


def test_a_unit_that_asks_to_be_hidden_loses_the_address_that_was_there(tmp_path: Path) -> None:
    run_command(*_files(tmp_path, (unit(), site())), layout="sirene")
    assert "PLAGE" in _everything_kept()

    hidden = _files(tmp_path, (unit(statutDiffusionUniteLegale="P"), site()))
    assert run_command(*hidden, layout="sirene")[0] == counts(updated=1)

    assert "PLAGE" not in _everything_kept()
    assert "PLAGE" not in " ".join(ImportRun.objects.latest("pk").changes.values_list("before", flat=True))


def _hidden_association(folder: Path, **cells: str) -> tuple[Path, Path]:
    """The first association of the RNA, which asks Insee to be shown in part."""
    said = {"identifiantAssociationUniteLegale": "W691000001", "statutDiffusionUniteLegale": "P"}
    return _files(folder, (unit(**said | cells), site()))


def _everything_said_of_changes() -> str:
    return " ".join(str(value) for row in ImportChange.objects.values() for value in row.values())


def test_the_address_that_the_rna_wrote_goes_when_the_unit_asks_to_be_hidden(tmp_path: Path) -> None:
    old = rna_zip(tmp_path, rna(adrs_libvoie="DU LOING", adrs_codepostal="69001"), name="old.zip")
    run_command(old, layout="rna")
    run_command(rna_zip(tmp_path, rna(adrs_libvoie="DU LOING")), layout="rna")
    assert "69001" in _everything_said_of_changes()

    assert run_command(*_hidden_association(tmp_path), layout="sirene")[0] == counts(updated=1)

    page = Organisation.objects.get()
    assert (page.rna, page.is_partly_diffusible, page.address, page.post_code) == ("W691000001", True, "", "")
    for told in (_everything_kept(), _everything_said_of_changes()):
        assert not {word for word in ("LOING", "69001", "69003") if word in told}

    # Nothing brings it back, and it is told once.
    assert run_command(*_hidden_association(tmp_path), layout="sirene")[0] == counts(unchanged=1)
    assert run_command(old, layout="rna")[0] == counts(unchanged=1)
    # No more hidden: the address is Sirene's again.
    assert run_command(*_hidden_association(tmp_path, statutDiffusionUniteLegale="O"), layout="sirene")[0] == counts(
        updated=1
    )
    page.refresh_from_db()
    assert (page.is_partly_diffusible, page.address, page.post_code) == (False, "3 AV DE LA PLAGE", "62600")


def test_no_file_fills_the_address_of_a_unit_that_is_hidden(tmp_path: Path) -> None:
    run_command(*_hidden_association(tmp_path), layout="sirene")
    run_command(rna_zip(tmp_path, rna(adrs_libvoie="DU LOING")), layout="rna")
    own = tmp_path / "own.csv"
    own.write_text("nom;RNA;adresse;code postal;objet\nSOCIETE 1;W691000001;12 RUE DU LOING;62600;à elle\n", "utf-8")
    assert run_command(own, layout="cercles")[0] == counts(updated=1)

    page = _only()
    assert (page.purpose, page.is_partly_diffusible, page.address, page.post_code) == ("à elle", True, "", "")
    for told in (_everything_kept(), _everything_said_of_changes()):
        assert not {word for word in ("LOING", "69003", "62600") if word in told}


def test_what_a_person_wrote_of_a_hidden_unit_stays_and_nothing_is_remembered_beside(tmp_path: Path) -> None:
    run_command(rna_zip(tmp_path, rna(adrs_libvoie="DU LOING")), layout="rna")
    page = Organisation.objects.get()
    page.keep_from_files({"address": page.address, "post_code": page.post_code}, Hand.REPRESENTATIVE)
    page.address, page.post_code = "1 place du Marché", "69002"
    page.save()
    added = OrganisationFactory(
        siret=siret_of(siren(2)), siren=siren(2), address="2 place du Marché", post_code="69002"
    )
    hidden = {"statutDiffusionUniteLegale": "P"}
    other = unit(2, **hidden), site(2)

    for _again in range(2):
        files = _files(tmp_path, (unit(identifiantAssociationUniteLegale="W691000001", **hidden), site()), other)
        run_command(*files, layout="sirene")
        run_command(rna_zip(tmp_path, rna(adrs_libvoie="DU LOING")), layout="rna")
        for row, wrote in ((page, "1 place du Marché"), (added, "2 place du Marché")):
            row.refresh_from_db()
            assert (row.is_partly_diffusible, row.address, row.post_code) == (True, wrote, "69002")
        assert "LOING" not in _everything_kept()
        assert "says" not in page.provenance["address"]


def test_the_page_that_speaks_for_a_hidden_unit_hides_it_too(cast: Cast, tmp_path: Path) -> None:
    run_command(rna_zip(tmp_path, rna(adrs_libvoie="DU LOING")), layout="rna")
    speaks = Organisation.objects.get(source="rna")
    run_command(*_files(tmp_path, (unit(), site())), layout="sirene")
    double = Organisation.objects.get(source="sirene")
    actions.merge_organisations(duplicate=double, into=speaks, reason="La même.", by=cast.administrator)
    hidden = _files(tmp_path, (unit(statutDiffusionUniteLegale="P"), site()))

    assert run_command(*hidden, layout="sirene")[0] == counts(updated=1)
    assert run_command(*hidden, layout="sirene")[0] == counts(unchanged=1)

    speaks.refresh_from_db()
    assert (speaks.is_partly_diffusible, speaks.address, speaks.post_code) == (True, "", "")
    for told in (_everything_kept(), _everything_said_of_changes()):
        assert not {word for word in ("LOING", "69003") if word in told}
    run_command(rna_zip(tmp_path, rna(adrs_libvoie="DU LOING")), layout="rna")
    assert "LOING" not in _everything_kept()


def test_a_unit_asks_to_be_hidden_whoever_speaks_for_its_page(cast: Cast, tmp_path: Path) -> None:
    run_command(rna_zip(tmp_path, rna(adrs_libvoie="DU LOING")), layout="rna")
    AffiliationFactory(person=cast.account, organisation=Organisation.objects.get(source="rna"), role="representative")

    run_command(*_hidden_association(tmp_path), layout="sirene")

    page = Organisation.objects.get(rna="W691000001")
    assert (page.is_partly_diffusible, page.address, page.post_code) == (True, "", "")


def test_sole_traders_and_names_that_are_not_public_never_reach_the_site(tmp_path: Path, settings: Any) -> None:
    trader = unit(
        categorieJuridiqueUniteLegale="1000",
        nomUniteLegale="DUPONT",
        prenom1UniteLegale="JEANNE",
        denominationUniteLegale="DUPONT TISSUS",
    )
    hidden = unit(2, statutDiffusionUniteLegale="P", denominationUniteLegale=ND)
    files = _files(tmp_path, (trader, site()), (hidden, site(2)), (unit(3), site(3)))

    assert run_command(*files, layout="sirene")[0] == counts(created=1, set_aside=2)

    assert "DUPONT" not in _everything_kept()
    kept = [path.name for path in (Path(settings.MEDIA_ROOT) / "imports").iterdir()]
    assert kept == [], "neither what was sent nor what was gathered stays once it is read"


def test_of_a_damaged_row_nothing_but_its_identifier_is_kept(tmp_path: Path) -> None:
    """Whose it is cannot be told: it may be a sole trader's, or that of a unit shown in part."""
    trader = unit(categorieJuridiqueUniteLegale="1000", denominationUniteLegale="DUPONT TISSUS")
    partly = unit(2, statutDiffusionUniteLegale="P")
    files = _files(
        tmp_path, (trader, site(libelleVoieEtablissement="DU CHEMIN SECRET")), (partly, site(2)), (unit(3), site(3))
    )
    lines = files[0].read_text("utf-8").splitlines()
    torn = f'"{lines[3]}'.replace("SOCIETE 3", "LE SECRET")
    files[0].write_text("\n".join([lines[0], f"{lines[1]},x", f"{lines[2]},x", torn]), encoding="utf-8")
    gathered = tmp_path / "gathered.csv"
    gather.Gathering("sirene", [(file.name, file) for file in files], gathered, lambda _done: None).run()

    assert run_command(*files, layout="sirene")[0] == counts(rejected=3)

    told = ImportRun.objects.get().refusals.values_list("part", "line", "cells__siren")
    assert [*told] == [("StockUniteLegale_utf8.csv", line, siren(line - 1)) for line in (2, 3, 4)]
    kept = " ".join(str(cells) for cells in ImportRun.objects.get().refusals.values_list("cells", flat=True))
    back = (tmp_path / "StockUniteLegale_utf8-refus.csv").read_text("utf-8-sig")
    for text in (gathered.read_text("utf-8"), kept, back):
        assert not {word for word in ("SECRET", "PLAGE", "DUPONT", "SOCIETE", "62600", "1000") if word in text}


def test_a_code_of_an_older_nomenclature_is_left_out_and_a_seat_abroad_has_no_commune(tmp_path: Path) -> None:
    old = unit(nomenclatureActivitePrincipaleUniteLegale="NAF1993", activitePrincipaleUniteLegale="85.3K")
    abroad = site(codeCommuneEtablissement="", libelleCommuneEtablissement="", codePaysEtrangerEtablissement="99131",
                  libelleCommuneEtrangerEtablissement="LIEGE", libellePaysEtrangerEtablissement="BELGIQUE",
                  codePostalEtablissement="")  # fmt: skip
    assert run_command(*_files(tmp_path, (old, abroad)), layout="sirene")[0] == counts(created=1)

    assert (_only().activity_code, _only().seat, _only().place_written) == ("", None, "")
    assert _only().address.endswith(" LIEGE BELGIQUE")


def test_a_file_that_speaks_another_nomenclature_takes_no_code_away(tmp_path: Path) -> None:
    """As the files will, once activities are told by the nomenclature of 2025."""
    seats = sites_file(tmp_path, site(), site(2), site(3))
    run_command(units_file(tmp_path, unit()), seats, layout="sirene")

    newer = {"nomenclatureActivitePrincipaleUniteLegale": "NAF25", "activitePrincipaleUniteLegale": "13.10Y"}
    later = units_file(tmp_path, unit(**newer, sigleUniteLegale="S1"), unit(2, **newer), unit(3))
    assert run_command(later, seats, layout="sirene")[0] == counts(created=2, updated=1)
    found = Organisation.objects.filter(source="sirene").values_list("siren", "activity_code", "short_name")
    assert {*found} == {(siren(1), "13.10Z", "S1"), (siren(2), "", ""), (siren(3), "13.10Z", "")}


def test_a_unit_whose_seat_is_nowhere_is_imported_without_it(tmp_path: Path) -> None:
    files = units_file(tmp_path, unit(), unit(2)), sites_file(tmp_path, site(2))

    assert run_command(*files, layout="sirene")[0] == counts(created=2)
    assert Organisation.objects.get(siren=siren(1)).seat is None


def test_refused_units_come_back_with_their_seat_in_one_table(tmp_path: Path) -> None:
    files = _files(tmp_path, (unit(), site()), (unit(2, siren="123456789"), site(2)))
    assert run_command(*files, layout="sirene")[0] == counts(created=1, rejected=1)
    refusal = ImportRun.objects.get().refusals.get()
    assert (refusal.part, refusal.line, plain(refusal.reason)) == (
        "StockUniteLegale_utf8.csv", 3, "Le SIREN est faux ou manque : il compte 9 chiffres, clé comprise.",
    )  # fmt: skip

    back = tmp_path / "StockUniteLegale_utf8-refus.csv"
    back.write_text(back.read_text("utf-8-sig").replace("123456789", siren(2), 1), encoding="utf-8")
    assert run_command(back, layout="sirene")[0] == counts(created=1)


# Pages that other sources made


def test_an_association_of_the_rna_is_the_unit_that_says_its_number(tmp_path: Path) -> None:
    run_command(rna_zip(tmp_path, rna(1)), layout="rna")
    association = unit(
        identifiantAssociationUniteLegale="W691000001",
        categorieJuridiqueUniteLegale="9220",
        denominationUniteLegale="AUTRE NOM",
    )

    assert run_command(*_files(tmp_path, (association, site())), layout="sirene")[0] == counts(updated=1)

    page = Organisation.objects.get()
    assert (page.source, page.name, page.purpose, page.seat.code) == (
        "rna",
        "ASSOCIATION NUMERO 1",
        "réparer ensemble",
        "69123",
    )
    assert (page.siren, page.legal_form_code, page.workforce) == (siren(1), "9220", "12")
    assert page.written_by("workforce").source == "sirene"

    later = _files(tmp_path, (association | {"trancheEffectifsUniteLegale": "21"}, site()))
    assert run_command(*later, layout="sirene")[0] == counts(updated=1)
    assert Organisation.objects.get().workforce == "21"
    dissolved = rna(1, position="D", date_disso="2026-01-31", objet="réparer encore")
    assert run_command(rna_zip(tmp_path, dissolved, name="b.zip"), layout="rna")[0] == counts(updated=1)
    page.refresh_from_db()
    assert (page.state, page.purpose, page.workforce) == ("dissolved", "réparer encore", "21")
    assert run_command(*later, layout="sirene")[0] == counts(unchanged=1)


def test_a_seat_that_moves_keeps_its_page(tmp_path: Path) -> None:
    run_command(*_files(tmp_path, (unit(), site())), layout="sirene")
    moved = unit(nicSiegeUniteLegale=siret_of(siren(1), 2)[9:])
    seat = site(nic=2, etablissementSiege="true", codeCommuneEtablissement="69383", codePostalEtablissement="69003")

    assert run_command(*_files(tmp_path, (moved, seat)), layout="sirene")[0] == counts(updated=1)
    assert (_only().siret, _only().seat.code) == (siret_of(siren(1), 2), "69123")


def test_a_page_that_says_the_siren_alone_is_the_unit(tmp_path: Path) -> None:
    page = OrganisationFactory(name="Société Une", siren=siren(1))

    assert run_command(*_files(tmp_path, (unit(), site())), layout="sirene")[0] == counts(updated=1)
    page.refresh_from_db()
    assert (page.name, page.siret, page.seat.code) == ("Société Une", siret_of(siren(1)), "62108")


def test_both_layouts_of_the_two_files_are_whole() -> None:
    assert (len(UNIT), len(ESTABLISHMENT), len(set(ESTABLISHMENT))) == (35, 48, 48)


def _moved(folder: Path) -> tuple[Path, Path]:
    """The unit 1 a year later: its seat is its second establishment, in Lyon; it has another name, and has ceased."""
    seat = siret_of(siren(1), 2)
    later = unit(nicSiegeUniteLegale=seat[9:], denominationUniteLegale="NOUVEAU NOM",
                 etatAdministratifUniteLegale="C", dateDebut="2026-05-06")  # fmt: skip
    return _files(folder, (later, site(nic=2, etablissementSiege="true", codeCommuneEtablissement="69383")))


def test_a_seat_that_moved_to_an_establishment_with_a_page_is_told_of_the_unit_alone(tmp_path: Path) -> None:
    run_command(*_files(tmp_path, (unit(identifiantAssociationUniteLegale="W691000001"), site())), layout="sirene")
    workshop = OrganisationFactory(
        name="L’atelier", siret=siret_of(siren(1), 2), siren=siren(1), source="siae", source_key="1-EI"
    )

    assert run_command(*_moved(tmp_path), layout="sirene")[0] == counts(updated=1)

    assert (_only().name, _only().state, _only().ended_on, _only().seat.code, _only().siret) == (
        "NOUVEAU NOM", "ceased", date(2026, 5, 6), "69123", siret_of(siren(1)),
    )  # fmt: skip
    workshop.refresh_from_db()
    assert (workshop.name, workshop.state, workshop.seat, workshop.address) == ("L’atelier", "active", None, "")
    assert run_command(*_moved(tmp_path), layout="sirene")[0] == counts(unchanged=1)


def test_a_seat_that_moved_to_the_siret_of_another_page_waits_until_they_are_united(tmp_path: Path) -> None:
    run_command(*_files(tmp_path, (unit(), site())), layout="sirene")
    other = OrganisationFactory(name="Nos mots", siret=siret_of(siren(1), 2), siren=siren(1))

    assert run_command(*_moved(tmp_path), layout="sirene")[0] == counts(rejected=1)

    said = "Ses identifiants sont ceux de deux pages, « Nos mots », « SOCIETE 1 » : réunissez-les d’abord."
    assert reasons() == [(2, said)]
    other.refresh_from_db()
    assert (other.state, other.address, _only().name, _only().state) == ("active", "", "SOCIETE 1", "active")
    pair = DuplicatePair.objects.get()
    assert ({pair.first, pair.second}, pair.facts) == ({other, _only()}, ["together"])

    Organisation.objects.filter(pk=other.pk).update(merged_into=_only())
    assert run_command(*_moved(tmp_path), layout="sirene")[0] == counts(updated=1)
    assert (_only().name, _only().state) == ("NOUVEAU NOM", "ceased")
    other.refresh_from_db()
    assert (other.name, other.state) == ("Nos mots", "active")


def test_of_a_unit_united_with_its_establishment_the_page_that_speaks_is_written(tmp_path: Path) -> None:
    run_command(*_files(tmp_path, (unit(), site())), layout="sirene")
    workshop = OrganisationFactory(
        name="L’atelier", siret=siret_of(siren(1), 2), siren=siren(1), source="siae", source_key="1-EI"
    )
    Organisation.objects.filter(source="sirene").update(merged_into=workshop)

    assert run_command(*_moved(tmp_path), layout="sirene")[0] == counts(updated=1)
    workshop.refresh_from_db()
    assert (workshop.name, workshop.state, _only().state) == ("L’atelier", "ceased", "active")
