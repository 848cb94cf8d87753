"""Each column knows who wrote it last, and what a register says instead."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.organisations import actions
from cercles.organisations.enums import Hand, Source
from cercles.organisations.exports import directory_file
from cercles.organisations.models import Organisation
from cercles.organisations.models.provenance import Said, Written
from cercles.organisations.queries import Filters
from tests.cast import Cast
from tests.factories.organisations import AffiliationFactory, OrganisationFactory
from tests.organisations.files import HEADING, counts, csv_of, plain, run_command, siae, siret, write

LATER = clock.today()
BORN = LATER - timedelta(days=28)
COLUMNS = (*HEADING, "address")


def _only() -> Organisation:
    return Organisation.objects.get(siret=siret(1))


def _register(folder: Path, **cells: str) -> dict[str, int]:
    return run_command(write(folder, csv_of(siae(**cells), heading=COLUMNS)))[0]


@pytest.fixture
def page(cast: Cast, places: Any, tmp_path: Path) -> Organisation:
    """Made by the register four weeks ago, represented by ``account``."""
    with clock.at(clock.now() - timedelta(days=28)):
        _register(tmp_path, address="1 rue du Quai")
    AffiliationFactory(person=cast.account, organisation=_only(), role="representative")
    return _only()


def test_what_nobody_wrote_is_the_registers_and_takes_no_room(page: Organisation) -> None:
    assert page.provenance == {}
    assert page.written_by("name") == Written("name", "siae", BORN)


def test_a_correction_keeps_its_hand_its_day_and_what_the_register_said(page: Organisation, cast: Cast) -> None:
    actions.edit_organisation(organisation=page, by=cast.account, name="Nos mots")

    said = Said("siae", BORN, "Les Toiles")
    assert _only().written_apart() == [Written("name", "member", LATER, "representative", said)]


def test_what_was_empty_leaves_nothing_to_take_back(page: Organisation, cast: Cast) -> None:
    actions.edit_organisation(organisation=page, by=cast.account, name="Les Toiles", website="https://toiles.fr")

    assert _only().written_by("website") == Written("website", "member", LATER, "representative", None)


def test_the_register_says_something_new_of_a_corrected_column(page: Organisation, cast: Cast, tmp_path: Path) -> None:
    actions.edit_organisation(organisation=page, by=cast.account, name="Nos mots")

    assert _register(tmp_path, name="LES TOILES SAS", address="1 rue du Quai") == counts(updated=1)
    assert _register(tmp_path, name="LES TOILES SAS", address="1 rue du Quai") == counts(unchanged=1)
    assert (_only().name, _only().written_by("name").said) == ("Nos mots", Said("siae", LATER, "LES TOILES SAS"))


def test_a_register_that_comes_to_agree_has_nothing_to_say(page: Organisation, cast: Cast, tmp_path: Path) -> None:
    actions.edit_organisation(organisation=page, by=cast.account, name="Nos mots")

    assert _register(tmp_path, name="Nos mots", address="1 rue du Quai") == counts(updated=1)
    assert _only().written_by("name") == Written("name", "member", LATER, "representative", None)


def test_an_export_of_a_corrected_page_brought_back_changes_nothing(
    page: Organisation, cast: Cast, tmp_path: Path
) -> None:
    actions.edit_organisation(organisation=page, by=cast.administrator, name="Nos mots", address="")
    page.affiliations.all().delete()
    export = write(tmp_path, b"".join(directory_file(cast.administrator, "", Filters(state="any"), "ouvert")), "a.csv")

    assert run_command(export, layout="cercles")[0] == counts(unchanged=2)  # the organisation of the cast is there too

    assert _only().written_by("name").said == Said("siae", BORN, "Les Toiles")
    for column in ("name", "address"):
        actions.take_back(organisation=_only(), column=column, by=cast.administrator)
    assert (_only().name, _only().address) == ("Les Toiles", "1 rue du Quai")


def test_a_file_that_a_person_corrected_says_it_again_or_not(cast: Cast, places: Any, tmp_path: Path) -> None:
    """Only the register that said something else takes it back."""
    row = {"nom": "Toiles", "SIRET": siret(1)}
    run_command(write(tmp_path, csv_of(row, heading=tuple(row))), layout="cercles")
    actions.edit_organisation(organisation=_only(), by=cast.administrator, name="Nos mots")

    agreed = write(tmp_path, csv_of(row | {"nom": "Nos mots"}, heading=tuple(row)), "b.csv")
    assert run_command(agreed, layout="cercles")[0] == counts(unchanged=1)
    assert _register(tmp_path, name="Nos mots") == counts(updated=1)  # the register fills its own columns
    assert _only().written_by("name").said == Said("file", LATER, "Toiles")


def test_the_register_signs_what_it_changes_later(page: Organisation, tmp_path: Path) -> None:
    _register(tmp_path, address="2 rue du Quai")

    assert _only().written_apart() == [Written("address", "siae", LATER)]


def test_a_file_of_ours_signs_as_a_file(cast: Cast, places: Any, terms: Any, tmp_path: Path) -> None:
    OrganisationFactory(name="Toiles", siret=siret(1), source=Source.DEMO)
    row = {"nom": "Toiles", "SIRET": siret(1), "objet": "Tisser.", "thèmes": "circular", "source": "demo"}
    run_command(write(tmp_path, csv_of(row, heading=tuple(row))), layout="cercles")

    assert {one.name: (one.source, one.hand) for one in _only().written_apart()} == {
        "purpose": ("file", ""), "siren": ("file", ""), "themes": ("file", ""),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("who", "hand"), [("account", Hand.REPRESENTATIVE), ("member", Hand.AUTHOR), ("administrator", Hand.ADMINISTRATOR)]
)
def test_as_what_one_wrote(page: Organisation, cast: Cast, who: str, hand: str) -> None:
    Organisation.objects.filter(pk=page.pk).update(created_by=cast.member)

    actions.edit_organisation(organisation=_only(), by=cast.person(who), name="Nos mots")

    assert _only().written_by("name").hand == hand


# Read on the page, and taken back


def test_the_page_says_who_wrote_what(page: Organisation, cast: Cast, client_of: Any) -> None:
    actions.edit_organisation(organisation=page, by=cast.account, name="Nos mots", website="https://toiles.fr")

    html = plain(client_of(cast.stranger).get(page.get_absolute_url()).content.decode())
    assert "<dt>Nom, site internet</dt>" in html
    assert "corrigé par une personne qui représente l’organisation <span" in html
    assert "<dt>Tout le reste</dt><dd>Structures d’insertion, 2020" in html
    assert "/registre/" not in html


def test_the_register_is_read_by_who_keeps_the_page(page: Organisation, cast: Cast, client_of: Any) -> None:
    actions.edit_organisation(organisation=page, by=cast.account, name="Nos mots", seat=None)

    html = plain(client_of(cast.account).get(f"{page.get_absolute_url()}registre/").content.decode())
    assert ["Nos mots" in html, "Les Toiles" in html, "<dd>Lyon" in html] == [True, True, True]


@pytest.mark.parametrize("columns", [1, 3])
def test_its_queries_do_not_grow(page: Organisation, cast: Cast, client_of: Any, queries: Any, columns: int) -> None:
    new = {"website": "https://b.fr", "address": "3 rue du Pont"} if columns == 3 else {}
    actions.edit_organisation(organisation=page, by=cast.account, name="Nos mots", **new)
    browser = client_of(cast.account)

    with queries(7):
        browser.get(f"{page.get_absolute_url()}registre/")


def test_taken_back_a_column_follows_the_register_again(
    page: Organisation, cast: Cast, client_of: Any, tmp_path: Path
) -> None:
    actions.edit_organisation(organisation=page, by=cast.account, name="Nos mots")

    client_of(cast.account).post(f"{page.get_absolute_url()}registre/name/")

    assert (_only().name, _only().written_by("name")) == ("Les Toiles", Written("name", "siae", BORN))
    _register(tmp_path, name="Les Toiles du quai", address="1 rue du Quai")
    assert (_only().name, _only().search_key) == ("Les Toiles du quai", "les toiles du quai")


def test_tags_and_goals_are_taken_back(cast: Cast, terms: Any) -> None:
    row = OrganisationFactory(source=Source.FILE)
    row.themes.set([terms["circular"]])
    row.goals.create(term=terms["8"], rank=1)
    actions.edit_organisation(
        organisation=row, by=cast.administrator, name=row.name, themes=[terms["food"]], goals=[terms["12"]]
    )

    for column in ("themes", "goals"):
        actions.take_back(organisation=row, column=column, by=cast.administrator)

    assert ([term.code for term in row.themes.all()], [goal.term.code for goal in row.goals.all()]) == (
        ["circular"], ["8"],
    )  # fmt: skip


def test_a_siret_is_taken_back_with_its_siren(page: Organisation, cast: Cast) -> None:
    actions.repair_identifiers(organisation=page, by=cast.administrator, reason="Faux.", siret=siret(2), siren=None)

    back = actions.take_back(organisation=page, column="siret", by=cast.administrator)

    assert (back.siret, back.siren, back.written_by_people()) == (siret(1), siret(1)[:9], frozenset())


def test_an_identifier_another_page_has_taken_stays_there(page: Organisation, cast: Cast) -> None:
    actions.repair_identifiers(organisation=page, by=cast.administrator, reason="Faux.", siret=siret(2), siren=None)
    OrganisationFactory(siret=siret(1))

    with pytest.raises(RuleBroken, match="siret_known"):
        actions.take_back(organisation=page, column="siret", by=cast.administrator)
