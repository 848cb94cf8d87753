"""The directory: words, places, filters with true counts, what is chosen and taken back, and queries that do not grow."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils.html import escape

from cercles.organisations import queries as read
from cercles.organisations.queries import Filters, Found, directory, find_organisations
from cercles.organisations.queries.reading import read as read_words
from cercles.search.queries.folder import current_name, root
from cercles.territories.models import Territory
from tests.cast import Cast
from tests.factories.organisations import OrganisationFactory
from tests.organisations.files import plain
from tests.search.conftest import indexed

__all__ = ["indexed"]
URL = reverse("organisations:list")


def _found(reader: Any, text: str = "", **filters: str) -> Found:
    return find_organisations(reader, text, Filters(**filters), page=1)


def _names(reader: Any, text: str = "", **filters: str) -> list[str]:
    return [row.name for row in _found(reader, text, **filters).items]


def _facet(reader: Any, name: str, **filters: str) -> list[tuple[str, int]]:
    return [(value.code, value.count) for value in _found(reader, **filters).facets[name]]


def _page(client: Any, **asked: str) -> str:
    answer = client.get(URL, asked)
    assert answer.status_code == 200
    return plain(answer.content.decode())


@pytest.mark.parametrize("with_index", [True, False])
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ecole", ["École des métiers"]),
        ("MÉTIERS éco", ["École des métiers"]),
        ("fibre", ["Val-Fibre"]),
        ("807 469 317 00018", ["École des métiers"]),
        ("W751234567", ["École des métiers"]),
        ("%", []),
        ("a\x00b", []),
    ],
)
def test_words_begin_words_of_the_name(cast: Cast, indexed: Any, text: str, found: list[str], with_index: bool) -> None:
    OrganisationFactory(name="École des métiers", siret="80746931700018", rna="W751234567")
    if with_index:
        indexed()

    assert _names(cast.stranger, text) == found


def test_facets_count_what_one_would_find(cast: Cast, indexed: Any, places: Any, terms: Any) -> None:
    lyon = OrganisationFactory(name="A", category=terms["siae"], seat=places["69123"])
    lyon.themes.set([terms["circular"], terms["food"]])
    OrganisationFactory(name="B", category=terms["association"], seat=places["62108"]).themes.set([terms["food"]])
    indexed()

    assert _facet(cast.stranger, "theme") == [("food", 2), ("circular", 1)]
    assert _facet(cast.stranger, "category") == [("association", 1), ("siae", 1)]
    assert _facet(cast.stranger, "territory") == [("region:84", 1), ("region:32", 1)]
    # A filter counts under the others, not under itself: another value is one step away.
    assert _facet(cast.stranger, "theme", category="siae") == [("circular", 1), ("food", 1)]
    assert _facet(cast.stranger, "category", category="siae") == [("association", 1), ("siae", 1)]


@pytest.mark.parametrize("with_index", [True, False])
def test_filters_narrow_together(cast: Cast, indexed: Any, places: Any, terms: Any, with_index: bool) -> None:
    here = OrganisationFactory(name="Ici", category=terms["siae"], seat=places["69123"], activity_code="8899B")
    here.economic_models.set([terms["functional"]])
    OrganisationFactory(name="Ailleurs", category=terms["siae"], seat=places["62108"], activity_code="1310Z")
    OrganisationFactory(name="Close", category=terms["siae"], seat=places["69123"], state="ceased")
    if with_index:
        indexed()

    assert _names(cast.stranger, category="siae", territory="departement:69", model="functional") == ["Ici"]
    assert _names(cast.stranger, category="siae", territory="region:32", model="functional") == []
    assert _names(cast.stranger, activity="Q") == _names(cast.stranger, activity="88") == ["Ici"]
    assert _names(cast.stranger, activity="88.99B", territory="commune:69123") == ["Ici"]
    assert _names(cast.stranger, state="ended") == _names(cast.stranger, state="ceased") == ["Close"]
    assert _names(cast.stranger, state="any", territory="commune:69123") == ["Close", "Ici"]
    assert _names(cast.stranger, territory="commune:69123") == ["Ici"]
    assert _names(cast.stranger, "close") == ["Close"]


def test_nothing_hidden_is_counted(cast: Cast, indexed: Any, terms: Any) -> None:
    OrganisationFactory(visibility="organisation", category=terms["siae"])
    OrganisationFactory(visibility="network", category=terms["siae"])
    OrganisationFactory(merged_into=cast.organisation, category=terms["siae"])
    indexed()

    assert _facet(cast.stranger, "category") == []
    assert _facet(cast.account, "category") == [("siae", 1)]
    assert _facet(cast.administrator, "category") == [("siae", 1)]


# Places


@pytest.mark.parametrize("place", ["commune:69123", "epci:200046977"])
def test_a_small_place_can_be_taken_back(cast: Cast, client: Any, indexed: Any, places: Any, place: str) -> None:
    """The page of a commune leads here."""
    kind, code = place.split(":")
    lyon = places["69123"]
    lyon.epci = Territory.objects.create(
        kind="epci", code="200046977", name="Métropole de Lyon", search_key="metropole"
    )
    lyon.save()
    OrganisationFactory(name="Ici", seat=lyon)
    OrganisationFactory(name="Ailleurs", seat=places["01033"])
    indexed()

    assert _names(cast.stranger, territory=place) == ["Ici"]
    assert f'<a href="{URL}?territory={kind}%3A{code}">' in client.get(f"/territoires/{kind}/{code}/").content.decode()
    assert f'<a class="chip" href="{URL}">' in _page(client, territory=place)


def test_the_place_chosen_is_said_even_when_nothing_is_there(cast: Cast, indexed: Any, places: Any) -> None:
    OrganisationFactory(name="Ailleurs", seat=places["01033"])
    indexed()

    assert _facet(cast.stranger, "territory", territory="departement:69") == [
        ("region:84", 1), ("departement:01", 1), ("departement:69", 0),
    ]  # fmt: skip


@pytest.mark.parametrize("with_index", [True, False])
def test_near_a_commune_the_distance_is_told(
    cast: Cast, client: Any, indexed: Any, places: Any, with_index: bool
) -> None:
    Territory.objects.filter(code="69123").update(latitude=45.76, longitude=4.84)
    Territory.objects.filter(code="01033").update(latitude=46.11, longitude=5.82)
    Territory.objects.filter(code="69096").update(latitude=45.608, longitude=4.79)
    OrganisationFactory(name="Ici", seat=places["69123"])
    OrganisationFactory(name="À côté", seat=places["69096"])
    OrganisationFactory(name="Loin", seat=places["01033"])
    OrganisationFactory(name="Nulle part")
    if with_index:
        indexed()

    assert _names(cast.stranger, near="69123", km="20") == ["À côté", "Ici"]
    assert _names(cast.stranger, near="69123", km="5") == ["Ici"]
    assert _names(cast.stranger, near="99999") == []
    page = _page(client, near="69123", km="20")
    assert "· à 17 km<" in page
    assert "· dans la commune<" in page
    assert "à 20 km de Lyon (Rhône, 69)" in page


def test_a_place_typed_becomes_the_code_of_the_commune(client: Any, places: Any) -> None:
    def led(**asked: str) -> str:
        answer = client.get(URL, asked)
        return answer["Location"] if answer.status_code == 302 else ""

    assert led(q="atelier", pres="Lyon", km="10") == f"{URL}?q=atelier&km=10&near=69123"
    assert led(q="", pres="L’Haÿ-les-Roses (Val-de-Marne, 94)", category="siae") == f"{URL}?category=siae&near=94038"
    assert led(q="atelier", pres="", km="20", near="69123") == f"{URL}?q=atelier"
    assert led(q="", pres="", km="20") == URL
    assert "Nous ne connaissons aucune commune « Nulle-Part-sur-Rien »" in _page(client, pres="Nulle-Part-sur-Rien")


@pytest.mark.parametrize(
    ("typed", "words", "place"),
    [
        ("une ressourcerie près de Lyon", "ressourcerie", "Lyon"),
        ("Ressourcerie PRES DE lyon", "Ressourcerie", "Lyon"),
        ("des ateliers autour de Berck", "ateliers", "Berck"),
        ("l’épicerie à côté de L’Haÿ-les-Roses", "épicerie", "L’Haÿ-les-Roses"),
        ("épicerie près de l’Hay les Roses", "épicerie", "L’Haÿ-les-Roses"),
        ("tout près de Lyon", "", "Lyon"),
        ("les prés de chez nous", None, None),
        ("près de nulle part", None, None),
        ("atelier", None, None),
        ("", None, None),
    ],
)
def test_a_place_is_read_in_the_words(places: Any, typed: str, words: str | None, place: str | None) -> None:
    reading = read_words(typed)

    assert (reading and reading.words, reading and reading.places[0].territory.name) == (words, place)


def test_what_was_read_is_said_and_taken_back(client: Any, indexed: Any, places: Any) -> None:
    OrganisationFactory(name="Ressourcerie des Pentes", seat=places["69123"])
    OrganisationFactory(name="Ressourcerie du Nord", seat=places["62108"])
    OrganisationFactory(name="Une ressourcerie près de Lyon", seat=places["62108"])
    indexed()
    typed = "une ressourcerie près de Lyon"

    page = _page(client, q=typed)

    assert f"Vous avez écrit « {typed} »" in page
    assert 'value="ressourcerie"' in page
    assert "Ressourcerie des Pentes" in page
    assert "Ressourcerie du Nord" not in page
    literal = f"{URL}?q=une+ressourcerie+pr%C3%A8s+de+Lyon&mots=1"
    assert f'<a class="chip" href="{escape(literal)}">' in page
    taken_back = plain(client.get(literal).content.decode())
    assert "Vous avez écrit" not in taken_back
    assert "Ressourcerie des Pentes" not in taken_back


def test_another_place_of_that_name_is_one_press_away(client: Any, indexed: Any, places: Any) -> None:
    indexed()
    page = _page(client, q="épicerie près de Saint-Denis", category="siae")

    assert (
        f'<a href="{URL}?q=%C3%A9picerie&amp;category=siae&amp;near=93066">Saint-Denis (Seine-Saint-Denis, 93)</a>'
        in page
    )


# The page


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_number_of_queries(
    cast: Cast, client_of: Any, queries: Any, alone: None, indexed: Any, places: Any, terms: Any, count: int
) -> None:
    for _ in range(count):
        made = OrganisationFactory(category=terms["siae"], seat=places["69123"], representative=cast.account)
        made.themes.set([terms["circular"], terms["food"]])
    indexed()
    reader = client_of(cast.member)

    with queries(9):
        assert reader.get(URL).status_code == 200
    with queries(13):
        assert (
            reader.get(URL, {"q": "une organisation près de Lyon", "theme": "food", "order": "name"}).status_code == 200
        )
    with queries(6):
        assert len(reader.get("/organisations/suggestions/", {"q": "orga"}).json()["results"]) == count


def test_each_choice_is_a_chip_even_when_it_finds_nothing(cast: Cast, client: Any, indexed: Any, terms: Any) -> None:
    indexed()
    chosen = {"category": "siae", "theme": "food", "activity": "88", "state": "ended", "territory": "lune:9"}
    page = _page(client, q="rien", **chosen)

    for label in ("Mot siae", "Mot food", "Action sociale sans hébergement", "Qui ont cessé", "lune:9"):
        assert f"</span>{label}</a>" in page
    assert "Aucune organisation ne répond à tout cela" in page


def test_what_has_ended_is_said(cast: Cast, client: Any, indexed: Any) -> None:
    OrganisationFactory(name="Amicale", state="dissolved", ended_on="2019-03-03")
    indexed()

    assert "Amicale" not in _page(client)
    assert '<span class="pill stop">Dissoute le 3 mars 2019</span>' in _page(client, q="amicale")
    assert "Amicale" in _page(client, state="ended")


def test_a_page_past_the_end_and_a_strange_one(client: Any, cast: Cast, indexed: Any) -> None:
    for _ in range(2):
        for asked in ({"page": "99"}, {"page": "²"}, {"page": "9" * 30}, {"territory": "lune:9", "category": "<b>"},
                      {"near": "-", "km": "-1"}, {"activity": "é" * 50}, {"order": "x"}, {"pres": "-"}):  # fmt: skip
            assert client.get(URL, asked, follow=True).status_code == 200, asked
        for asked in ({"q": "\x00"}, {"near": "\x00"}, {"pres": "\x00"}):
            assert client.get(URL, asked).status_code == 404, asked
        indexed()


def test_what_is_misspelt_is_found_and_said(cast: Cast, client: Any, indexed: Any) -> None:
    OrganisationFactory(name="Ressourcerie du Vallon")
    indexed()
    page = _page(client, q="resourcerie")

    assert "Ressourcerie du Vallon" in page
    assert "Rien ne contient exactement « resourcerie »" in page


def test_an_empty_directory_says_how_to_begin(client: Any, db: None) -> None:
    assert "Ajouter une organisation" in _page(client)


def test_the_box_proposes_pages(cast: Cast, client_of: Any, indexed: Any) -> None:
    OrganisationFactory(name="Valise", visibility="network")
    OrganisationFactory(name="Cheval")

    def proposed(reader: Any, text: str) -> list[str]:
        return [
            one["label"] for one in client_of(reader).get("/organisations/suggestions/", {"q": text}).json()["results"]
        ]

    for _ in range(2):  # without an index, then with one
        assert proposed(cast.stranger, "val") == ["Val-Fibre"]
        assert sorted(proposed(cast.account, "val")) == ["Val-Fibre", "Valise"]
        assert proposed(cast.account, "v") == []
        indexed()


# Without an index


def test_without_an_index_the_page_says_so_and_counts_no_filter(
    cast: Cast, client: Any, indexed: Any, terms: Any
) -> None:
    OrganisationFactory(name="Atelier", category=terms["siae"])
    indexed()
    assert "Mot siae" in _page(client)
    (root() / "current").unlink()
    assert current_name() == ""

    page = _page(client, q="atelier")

    assert "La recherche se prépare" in page
    assert "Atelier" in page
    assert "Mot siae" not in page.partition("note")[0]


def test_a_large_directory_without_an_index_asks_only_what_is_indexed(
    cast: Cast,
    client: Any,
    places: Any,
    terms: Any,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_max_num_queries: Any,
) -> None:
    """Names that begin so, numbers, a commune; never a walk through the table."""
    monkeypatch.setattr(directory, "SMALL", 2)
    for number in range(45):
        OrganisationFactory(name=f"Atelier {number:02}", category=terms["siae"], seat=places["69123"])
    OrganisationFactory(name="Grand atelier", siret="80746931700018")

    assert _names(cast.stranger, "atel")[:2] == ["Atelier 00", "Atelier 01"]
    assert _names(cast.stranger, "grand ate") == _names(cast.stranger, "80746931700018") == ["Grand atelier"]
    assert _names(cast.stranger, "ate", near="69123")[:1] == ["Atelier 00"]
    assert _found(cast.stranger, "ate", category="siae").refused
    assert read.by_departement(cast.stranger) == {}
    first, last = _page(client), _page(client, page="3")
    assert "Plus d’une page d’organisations" in first
    assert "page=2" in first
    assert "Grand atelier" in last
    assert "ces filtres reviennent dans quelques minutes" in _page(client, category="siae")
