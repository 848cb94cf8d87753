"""What a page says for the duplicates merged into it: the end of their unit, and that it asks to be shown in part."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from cercles.organisations.actions import merge_organisations, undo_merge
from cercles.organisations.exports import directory_file
from cercles.organisations.models import ImportChange, ImportRun, Organisation
from cercles.organisations.queries import Filters
from cercles.search.models import Change
from tests.cast import Cast
from tests.factories.organisations import AffiliationFactory, OrganisationFactory
from tests.organisations.files import counts, run_command
from tests.organisations.registers import rna, rna_zip, siren, site, sites_file, unit, units_file

pytestmark = pytest.mark.usefixtures("places", "terms")
ENDED = {"etatAdministratifUniteLegale": "C", "dateDebut": "2024-05-06"}
HIDDEN = {"statutDiffusionUniteLegale": "P"}
AT_BERCK = ("3 AV DE LA PLAGE", "62600")
AT_LYON = ("12 RUE DU LAC", "69003")


def _sirene(folder: Path, number: int = 1, **cells: str) -> Any:
    files = units_file(folder, unit(number, **cells)), sites_file(folder, site(number))
    return run_command(*files, layout="sirene")[0]


def _rna(folder: Path, **cells: str) -> Any:
    return run_command(rna_zip(folder, rna(**cells)), layout="rna")[0]


def _pages(folder: Path) -> tuple[Organisation, Organisation]:
    """One association, which each register made a page of."""
    _rna(folder)
    _sirene(folder)
    return Organisation.objects.get(source="rna"), Organisation.objects.get(source="sirene")


def _unite(cast: Cast, duplicate: Organisation, into: Organisation) -> None:
    merge_organisations(duplicate=duplicate, into=into, reason="La même.", by=cast.administrator)


def _part(cast: Cast, duplicate: Organisation) -> None:
    undo_merge(duplicate=duplicate, reason="Deux organisations.", by=cast.administrator)


def _end(page: Organisation) -> tuple[str, date | None]:
    page.refresh_from_db()
    return page.state, page.ended_on


def _place(page: Organisation) -> tuple[bool, str, str]:
    page.refresh_from_db()
    return page.is_partly_diffusible, page.address, page.post_code


def _said(page: Organisation) -> list[tuple[str, str, str]]:
    found = ImportChange.objects.filter(organisation=page).order_by("pk")
    return list(found.values_list("column", "before", "after"))


def test_the_end_that_a_register_tells_of_a_duplicate_reaches_the_page_that_stays(cast: Cast, tmp_path: Path) -> None:
    page, double = _pages(tmp_path)
    _unite(cast, double, page)

    assert _sirene(tmp_path, **ENDED) == counts(updated=1)
    assert _end(page) == _end(double) == ("ceased", date(2024, 5, 6))
    assert _said(page) == [("state", "active", "ceased"), ("ended_on", "", "2024-05-06")]
    assert page.written_by("state").source == "sirene"
    assert Change.objects.filter(first_id__lte=page.pk, last_id__gte=page.pk, kind=page._meta.label_lower).exists()

    # The register of the page itself goes on: it neither hears nor takes back the end.
    assert _rna(tmp_path) == counts(unchanged=1)
    assert _sirene(tmp_path, **ENDED) == counts(unchanged=1)
    assert _end(page) == ("ceased", date(2024, 5, 6))

    # Whoever said it takes it back.
    assert _sirene(tmp_path) == counts(updated=1)
    assert _end(page) == _end(double) == ("active", None)
    assert "state" not in page.provenance


def test_an_end_told_before_they_are_united_is_said_at_once_and_goes_with_the_duplicate(
    cast: Cast, tmp_path: Path
) -> None:
    page, double = _pages(tmp_path)
    _sirene(tmp_path, **ENDED)
    before = Organisation.objects.values().get(pk=page.pk) | {"changed_at": None}

    for _again in range(2):
        _unite(cast, double, page)
        assert _end(page) == ("ceased", date(2024, 5, 6))
        _part(cast, double)
        assert Organisation.objects.values().get(pk=page.pk) | {"changed_at": None} == before
        assert _end(double) == ("ceased", date(2024, 5, 6))


def test_the_unit_that_was_closed_to_be_founded_anew_closes_nothing(cast: Cast, tmp_path: Path) -> None:
    _sirene(tmp_path)
    _sirene(tmp_path, 2)
    old, new = Organisation.objects.get(siren=siren(1)), Organisation.objects.get(siren=siren(2))
    _unite(cast, old, new)

    assert _sirene(tmp_path, **ENDED) == counts(updated=1)
    assert (_end(old), _end(new)) == (("ceased", date(2024, 5, 6)), ("active", None))


def test_nobody_is_told_the_end_of_a_page_somebody_speaks_for(cast: Cast, tmp_path: Path) -> None:
    page, double = _pages(tmp_path)
    AffiliationFactory(person=cast.account, organisation=page, role="representative")
    _unite(cast, double, page)

    _sirene(tmp_path, **ENDED)
    assert (_end(page), _end(double)) == (("active", None), ("ceased", date(2024, 5, 6)))


def test_an_end_that_the_register_of_the_page_says_too_stays_when_they_are_parted(cast: Cast, tmp_path: Path) -> None:
    page, double = _pages(tmp_path)
    _sirene(tmp_path, etatAdministratifUniteLegale="C", dateDebut="2024-05-06")
    Organisation.objects.filter(pk=double.pk).update(state="dissolved")
    _unite(cast, double, page)
    assert _end(page) == ("dissolved", date(2024, 5, 6))

    assert _rna(tmp_path, position="D", date_disso="2024-05-06") == counts(updated=1)
    _part(cast, double)
    assert _end(page) == ("dissolved", date(2024, 5, 6))
    assert page.written_by("state").source == "rna"


def test_two_pages_united_by_hand_hide_what_one_of_them_hides(cast: Cast, tmp_path: Path, client_of: Any) -> None:
    _rna(tmp_path, adrs_libvoie="DU LOING")
    _rna(tmp_path)
    page = Organisation.objects.get(source="rna")
    _sirene(tmp_path, **HIDDEN)
    assert _place(page) == (False, *AT_LYON)
    assert "12 RUE DU LOING" in {before for _column, before, _after in _said(page)}

    _unite(cast, Organisation.objects.get(source="sirene"), page)

    assert _place(page) == (True, "", "")
    assert _said(page) == []
    assert "DU LAC" not in client_of(cast.administrator).get(page.get_absolute_url()).content.decode()
    assert _rna(tmp_path) == counts(unchanged=1)
    assert _place(page) == (True, "", "")


def _surfaces(page: Organisation, client_of: Any, cast: Cast) -> dict[str, str]:
    """Where the place of a page is told, to a stranger and to whoever administers."""
    told = {}
    for who, browser in (("stranger", Client()), ("administrator", client_of(cast.administrator))):
        for name, url in (("page", page.get_absolute_url()), ("api", f"/api/v1/organisations/{page.ref}")):
            told[f"{who}: {name}"] = browser.get(url).content.decode()
        told[f"{who}: api list"] = browser.get("/api/v1/organisations").content.decode()
    told["file"] = b"".join(directory_file(cast.account, "", Filters(), "ouvert")).decode()
    told["places to find"] = client_of(cast.administrator).get("/organisations/imports/lieux/").content.decode()
    told["changes"] = str(_said(page))
    return told


def test_nowhere_is_the_place_told_once_it_is_hidden(cast: Cast, tmp_path: Path, client_of: Any) -> None:
    """Its commune was not found: the register's words for it bear the post code too."""
    nowhere = {"adrs_codeinsee": "", "adrs_codepostal": "38123", "adrs_libcommune": "NULLEPART"}
    _rna(tmp_path, **nowhere | {"adrs_codepostal": "38124"})
    _rna(tmp_path, **nowhere)
    page = Organisation.objects.get(source="rna")
    _sirene(tmp_path, **HIDDEN)
    double = Organisation.objects.get(source="sirene")
    codes = ("38123", "38124")
    public = {f"{who}: {name}" for who in ("stranger", "administrator") for name in ("page", "api", "api list")}
    told = _surfaces(page, client_of, cast)
    assert {name for name, text in told.items() if "38123" in text} == public | {"file", "places to find", "changes"}

    for _again in range(2):
        _unite(cast, double, page)
        told = _surfaces(page, client_of, cast)
        assert [name for name, text in told.items() if any(code in text for code in codes)] == []
        assert "NULLEPART" in told["places to find"]

        assert _rna(tmp_path, **nowhere) == counts(unchanged=1)
        assert _sirene(tmp_path, **HIDDEN) == counts(unchanged=1)
        told = _surfaces(page, client_of, cast)
        assert [name for name, text in told.items() if any(code in text for code in codes)] == []

        # Parted, neither says it before its own file does.
        _part(cast, double)
        for one in (page, double):
            told = _surfaces(one, client_of, cast)
            assert [name for name, text in told.items() if any(code in text for code in codes)] == []
        assert _sirene(tmp_path, **HIDDEN) == counts(unchanged=1)
        assert _rna(tmp_path, **nowhere) == counts(updated=1, unplaced=1)
        assert _place(page) == (False, "12 RUE DU LAC", "38123")
        assert page.place_written == "38123 NULLEPART"


def test_a_commune_found_while_it_is_hidden_is_told(cast: Cast, tmp_path: Path) -> None:
    _rna(tmp_path, adrs_codeinsee="", adrs_codepostal="38123", adrs_libcommune="NULLEPART")
    page = Organisation.objects.get(source="rna")
    _sirene(tmp_path, **HIDDEN)
    _unite(cast, Organisation.objects.get(source="sirene"), page)

    assert _rna(tmp_path) == counts(updated=1)
    assert _place(page) == (True, "", "")
    assert (page.seat.name if page.seat else "", page.place_written) == ("Lyon", "")


def test_parted_each_page_says_again_what_its_own_register_says(cast: Cast, tmp_path: Path) -> None:
    page, double = _pages(tmp_path)
    _unite(cast, double, page)
    _sirene(tmp_path, **HIDDEN)
    assert (_place(page), _place(double)) == ((True, "", ""), (True, "", ""))

    _part(cast, double)
    assert (_place(page), _place(double)) == ((False, "", ""), (True, "", ""))
    assert _rna(tmp_path) == counts(updated=1)
    assert _sirene(tmp_path, **HIDDEN) == counts(unchanged=1)
    assert (_place(page), _place(double)) == ((False, *AT_LYON), (True, "", ""))


def test_a_unit_that_shows_itself_again_shows_the_page_that_hid_for_it_alone(cast: Cast, tmp_path: Path) -> None:
    page, double = _pages(tmp_path)
    other = OrganisationFactory(is_partly_diffusible=True, source="sirene", source_key=siren(9), siren=siren(9))
    _unite(cast, double, page)
    _sirene(tmp_path, **HIDDEN)

    assert _sirene(tmp_path) == counts(updated=1)
    assert (_place(page), _place(double)) == ((False, "", ""), (False, *AT_BERCK))
    assert _rna(tmp_path) == counts(updated=1)
    assert _place(page) == (False, *AT_LYON)

    # Hidden for another as well, it stays hidden.
    _sirene(tmp_path, **HIDDEN)
    _unite(cast, other, page)
    _part(cast, double)
    assert _place(page) == (True, "", "")
    _part(cast, other)
    assert _place(page) == (False, "", "")


def test_the_page_of_another_unit_is_not_shown_whole_by_its_own_row(cast: Cast, tmp_path: Path) -> None:
    """A page of Sirene into which a hidden unit was merged: its own row says that it hides nothing."""
    _sirene(tmp_path)
    page = Organisation.objects.get(source="sirene")
    _sirene(tmp_path, 2, **HIDDEN)
    _unite(cast, Organisation.objects.get(siren=siren(2)), page)

    assert _sirene(tmp_path) == counts(unchanged=1)
    assert _place(page) == (True, "", "")


def test_what_a_person_wrote_stays_and_no_file_is_remembered_beside_it(cast: Cast, tmp_path: Path) -> None:
    page, double = _pages(tmp_path)
    page.keep_from_files({"address": page.address}, "representative")
    page.address = "1 place du Marché"
    page.save()
    _sirene(tmp_path, **HIDDEN)

    _unite(cast, double, page)
    assert _place(page) == (True, "1 place du Marché", "")
    assert "says" not in page.provenance["address"]


def test_a_page_without_number_that_speaks_for_two_units_does_not_end_with_one(cast: Cast, tmp_path: Path) -> None:
    page = OrganisationFactory(name="Nos mots", siren=None)
    for number in (1, 2):
        _sirene(tmp_path, number)
        _unite(cast, Organisation.objects.get(siren=siren(number)), page)

    assert _sirene(tmp_path, **ENDED) == counts(updated=1)
    assert (_end(page), _said(page)) == (("active", None), [])


def test_what_the_page_that_stays_alone_learns_is_in_the_report(cast: Cast, client_of: Any, tmp_path: Path) -> None:
    """The register repeats what it said of a duplicate; the page, which nobody represents any more, hears it."""
    page, double = _pages(tmp_path)
    link = AffiliationFactory(person=cast.account, organisation=page, role="representative")
    _unite(cast, double, page)
    _sirene(tmp_path, **ENDED)
    assert _end(page) == ("active", None)
    link.delete()

    assert _sirene(tmp_path, **ENDED) == counts(unchanged=1)

    assert _end(page) == ("ceased", date(2024, 5, 6))
    run, browser = ImportRun.objects.latest("pk"), client_of(cast.administrator)
    assert "Ce qui a changé" in browser.get(run.get_absolute_url()).content.decode()
    lines = b"".join(browser.get(f"{run.get_absolute_url()}changements/").streaming_content).decode()
    assert [word in lines for word in (page.name, "2024-05-06")] == [True, True]
