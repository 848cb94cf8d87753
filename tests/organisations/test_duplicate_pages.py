"""The pages where an administrator settles what looks alike, and what a merged page shows."""

from typing import Any

import pytest

from cercles.organisations.actions import merge_organisations, undo_merge
from cercles.organisations.actions.duplicates import propose
from tests.cast import Cast
from tests.factories.organisations import OrganisationFactory


def test_pages_are_proposed_as_one_types(cast: Cast, client_of: Any) -> None:
    OrganisationFactory(name="Val caché", visibility="organisation")

    answer = client_of(cast.account).get("/organisations/proposer/", {"q": "val"}).json()["results"]

    assert [one["label"] for one in answer] == ["Val-Fibre"]


@pytest.mark.parametrize("pairs", [1, 3])
def test_the_queries_of_the_pairs_do_not_grow(cast: Cast, client_of: Any, queries: Any, pairs: int) -> None:
    for _ in range(pairs):
        propose(one=cast.organisation, other=OrganisationFactory(), by=cast.administrator)
    browser = client_of(cast.administrator)

    with queries(9):
        browser.get("/organisations/doublons/")


def test_a_pair_put_off_comes_last(cast: Cast, client_of: Any) -> None:
    first, last = (propose(one=cast.organisation, other=OrganisationFactory(name=n), by=None) for n in ("Une", "Deux"))
    browser = client_of(cast.administrator)

    browser.post(f"{first.get_absolute_url()}plus-tard/")
    html = browser.get("/organisations/doublons/").content.decode()
    assert html.index(last.get_absolute_url()) < html.index(first.get_absolute_url())

    browser.post(f"{last.get_absolute_url()}deux/", {"reason": "Deux organismes liés, chacun sa page"})
    assert last.get_absolute_url() not in browser.get("/organisations/doublons/").content.decode()


@pytest.mark.parametrize(("one", "other", "warned"), [(True, False, True), (True, True, False), (False, False, False)])
def test_who_settles_a_pair_is_warned_that_an_address_goes(
    cast: Cast, client_of: Any, one: bool, other: bool, warned: bool
) -> None:
    pages = [OrganisationFactory(is_partly_diffusible=hidden) for hidden in (one, other)]
    pair = propose(one=pages[0], other=pages[1], by=None)

    html = client_of(cast.administrator).get(pair.get_absolute_url()).content.decode()

    assert ("les séparer ne la rend pas" in html) is warned


def test_a_merged_page_shows_the_identifiers_of_both(cast: Cast, client_of: Any) -> None:
    double = OrganisationFactory(name="Val Fibre (association)", rna="W691000001")
    browser = client_of(cast.stranger)

    merge_organisations(duplicate=double, into=cast.organisation, reason="La même.", by=cast.administrator)
    assert "W691000001" in browser.get(cast.organisation.get_absolute_url()).content.decode()

    undo_merge(duplicate=double, reason="Erreur.", by=cast.administrator)
    assert "W691000001" not in browser.get(cast.organisation.get_absolute_url()).content.decode()
