"""The directory: words, four facets, counts of what one may see, and queries that do not grow."""

from typing import Any

import pytest
from django.urls import reverse

from cercles.organisations.queries import Filters, find_organisations
from cercles.territories.models import Territory
from tests.cast import Cast
from tests.factories.organisations import OrganisationFactory

URL = reverse("organisations:list")


def _names(reader: Any, text: str = "", **filters: str) -> list[str]:
    return [row.name for row in find_organisations(reader, text, Filters(**filters), page=1).items]


def _facet(reader: Any, name: str, **filters: str) -> list[tuple[str, int]]:
    found = find_organisations(reader, "", Filters(**filters), page=1)
    return [(facet.code, facet.count) for facet in found.facets[name]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ecole", ["École des métiers"]),
        ("MÉTIERS éco", ["École des métiers"]),
        ("fibre", ["Val-Fibre"]),
        ("ibre", []),
        ("807 469 317 00018", ["École des métiers"]),
        ("W751234567", ["École des métiers"]),
        ("%", []),
    ],
)
def test_words_begin_words_of_the_name(cast: Cast, text: str, found: list[str]) -> None:
    OrganisationFactory(name="École des métiers", siret="80746931700018", rna="W751234567")

    assert _names(cast.stranger, text) == found


def test_facets_count_what_one_would_find(cast: Cast, places: Any, terms: Any) -> None:
    lyon = OrganisationFactory(name="A", category=terms["siae"], seat=places["69123"])
    lyon.themes.set([terms["circular"], terms["food"]])
    OrganisationFactory(name="B", category=terms["association"], seat=places["62108"]).themes.set([terms["food"]])

    assert _facet(cast.stranger, "theme") == [("food", 2), ("circular", 1)]
    assert _facet(cast.stranger, "category") == [("association", 1), ("siae", 1)]
    assert _facet(cast.stranger, "territory") == [("region:84", 1), ("region:32", 1)]
    # A filter counts under the others, not under itself: another value is one step away.
    assert _facet(cast.stranger, "theme", category="siae") == [("circular", 1), ("food", 1)]
    assert _facet(cast.stranger, "category", category="siae") == [("association", 1), ("siae", 1)]


def test_a_region_opens_on_its_departements(cast: Cast, places: Any) -> None:
    OrganisationFactory(seat=places["69123"])
    OrganisationFactory(seat=places["01033"])
    OrganisationFactory(seat=places["97701"])  # an overseas collectivity, in no region

    assert _facet(cast.stranger, "territory", territory="region:84") == [
        ("region:84", 2), ("departement:01", 1), ("departement:69", 1), ("departement:977", 1),
    ]  # fmt: skip


@pytest.mark.parametrize("place", ["commune:69123", "epci:200046977"])
def test_a_small_place_is_shown_first_and_can_be_taken_back(cast: Cast, client: Any, places: Any, place: str) -> None:
    """No value of the list: the page of a commune leads here."""
    kind, code = place.split(":")
    lyon = places["69123"]
    lyon.epci = Territory.objects.create(
        kind="epci", code="200046977", name="Métropole de Lyon", search_key="metropole"
    )
    lyon.save()
    OrganisationFactory(name="Ici", seat=lyon)
    OrganisationFactory(name="Ailleurs", seat=places["01033"])

    assert _names(cast.stranger, territory=place) == ["Ici"]
    assert _facet(cast.stranger, "territory", territory=place) == [(place, 1), ("region:84", 2)]
    assert f'<a href="{URL}?territory={kind}%3A{code}">' in client.get(f"/territoires/{kind}/{code}/").content.decode()
    assert f'<a href="{URL}" aria-current="true">' in client.get(URL, {"territory": place}).content.decode()


def test_filters_narrow_together(cast: Cast, places: Any, terms: Any) -> None:
    here = OrganisationFactory(name="Ici", category=terms["siae"], seat=places["69123"])
    here.economic_models.set([terms["functional"]])
    OrganisationFactory(name="Ailleurs", category=terms["siae"], seat=places["62108"])

    assert _names(cast.stranger, category="siae", territory="departement:69", model="functional") == ["Ici"]
    assert _names(cast.stranger, category="siae", territory="region:32", model="functional") == []


def test_nothing_hidden_is_counted(cast: Cast, terms: Any) -> None:
    OrganisationFactory(visibility="organisation", category=terms["siae"])
    OrganisationFactory(visibility="network", category=terms["siae"])
    OrganisationFactory(merged_into=cast.organisation, category=terms["siae"])

    assert _facet(cast.stranger, "category") == []
    assert _facet(cast.account, "category") == [("siae", 1)]
    assert _facet(cast.administrator, "category") == [("siae", 1)]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_number_of_queries(
    cast: Cast, client_of: Any, queries: Any, alone: None, places: Any, terms: Any, count: int
) -> None:
    for _ in range(count):
        made = OrganisationFactory(category=terms["siae"], seat=places["69123"], representative=cast.account)
        made.themes.set([terms["circular"], terms["food"]])
    reader = client_of(cast.member)

    with queries(11):
        assert reader.get(URL).status_code == 200


def test_a_page_past_the_end_and_a_strange_one(client: Any, cast: Cast) -> None:
    assert client.get(URL, {"page": "99"}).status_code == 200
    assert client.get(URL, {"page": "²"}).status_code == 200
    assert client.get(URL, {"territory": "lune:9", "category": "<b>"}).status_code == 200


def test_words_that_are_in_no_name_lead_to_the_search_with_the_same_filters(client: Any, cast: Cast) -> None:
    page = client.get(URL, {"q": "linge", "category": "siae", "page": "2"}).content.decode()
    assert '<a href="/recherche/?q=linge&amp;category=siae&amp;kind=organisations">' in page
    assert "/recherche/?" not in client.get(URL, {"category": "siae"}).content.decode()


def test_an_empty_directory_says_how_to_begin(client: Any, db: None) -> None:
    assert "Ajouter une organisation" in client.get(URL).content.decode()
