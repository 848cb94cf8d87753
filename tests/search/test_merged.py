"""A page merged into another is found by its own names and numbers, and leads to the page that speaks for it."""

from typing import Any

import pytest

from cercles.organisations.actions import merge_organisations, repair_identifiers, undo_merge
from cercles.organisations.models import Organisation
from cercles.organisations.queries import Filters, find_organisations
from cercles.search.queries.asking import Asked
from cercles.search.queries.finding import find, suggest
from cercles.search.queries.folder import opened, root
from cercles.search.worker import differences, follow_once
from tests.cast import Cast
from tests.factories.organisations import OrganisationFactory

OLD = {"siret": "73282932000074", "rna": "W691000001"}
ASKED = ["Menuiserie Ancienne", "Usinor", "732 829 320 00074", "W691000001", "732829320"]


@pytest.fixture
def pages(cast: Cast) -> tuple[Organisation, Organisation]:
    """The page that stays, then the one that was merged into it."""
    kept = OrganisationFactory(name="Bois Nouveaux", siret=None, siren=None)
    other = OrganisationFactory(name="Menuiserie Ancienne", legal_name="Usinor", siren="732829320", **OLD)
    other.write_search_key()
    other.save()
    follow_once()
    merge_organisations(duplicate=other, into=kept, reason="La même.", by=cast.administrator)
    follow_once()
    follow_once()  # on PostgreSQL a test reads the changes of its own transaction only afterwards
    return kept, other


def _in_site(reader: Any, text: str) -> list[tuple[str, str]]:
    groups = find(reader, Asked(text, "organisations")).groups
    return [(hit.shown.title, hit.shown.url) for group in groups for hit in group.hits]


def _in_directory(reader: Any, text: str) -> list[int]:
    return [row.pk for row in find_organisations(reader, text, Filters(), page=1).items]


@pytest.mark.parametrize("text", ASKED)
def test_what_it_was_called_leads_to_the_page_that_stays(pages: Any, cast: Cast, text: str) -> None:
    kept, _other = pages

    assert _in_directory(cast.stranger, text) == [kept.pk]
    assert _in_site(cast.stranger, text) == [(kept.name, kept.get_absolute_url())]
    assert [shown.title for _source, shown in suggest(cast.stranger, text)] == [kept.name]


@pytest.mark.parametrize("text", ASKED[2:])
def test_its_numbers_are_found_while_there_is_no_index(pages: Any, cast: Cast, text: str) -> None:
    (root() / "current").unlink()
    assert opened() is None

    assert _in_directory(cast.stranger, text) == [pages[0].pk]


def test_parted_each_is_found_by_its_own(pages: Any, cast: Cast) -> None:
    kept, other = pages
    undo_merge(duplicate=other, reason="Deux, en fait.", by=cast.administrator)
    follow_once()
    follow_once()

    assert [_in_directory(cast.stranger, text) for text in ASKED] == [[other.pk]] * len(ASKED)
    assert _in_directory(cast.stranger, "Bois Nouveaux") == [kept.pk]


def test_a_number_mended_on_it_is_found(pages: Any, cast: Cast) -> None:
    kept, other = pages
    given = {"siren": "732829320", "siret": OLD["siret"], "rnf": None, "rna": "W691000009"}
    repair_identifiers(organisation=other, by=cast.administrator, reason="Faux.", **given)
    follow_once()
    follow_once()

    assert (_in_directory(cast.stranger, "W691000009"), _in_directory(cast.stranger, OLD["rna"])) == ([kept.pk], [])
    assert differences(opened()) == {"missing": [], "left": [], "old": []}


@pytest.mark.parametrize(
    ("kept", "other", "told"),
    [
        ("public", "public", True), ("public", "network", False), ("public", "organisation", False),
        ("network", "public", True), ("network", "network", True), ("network", "organisation", False),
        ("organisation", "network", True), ("organisation", "organisation", False),
    ],
)  # fmt: skip
def test_a_narrower_page_is_not_told_by_the_one_that_stays(db: Any, kept: str, other: str, told: bool) -> None:
    from cercles.organisations.adapters.documents import document, findable

    page = OrganisationFactory(name="Bois Nouveaux", visibility=kept)
    OrganisationFactory(name="Menuiserie Ancienne", visibility=other, merged_into=page, rna=OLD["rna"])

    made = document(findable().get(pk=page.pk))

    assert ("menuiserie ancienne" in made.key, OLD["rna"] in made.numbers, "Menuiserie" in made.text) == (told,) * 3
