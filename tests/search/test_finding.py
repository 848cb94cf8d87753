"""What is found, what is counted, and for whom."""

from typing import Any

import pytest
from django.urls import reverse

from cercles.core import slots
from cercles.search.actions import touch
from cercles.search.queries.asking import Asked
from cercles.search.queries.finding import Results, find, suggest
from cercles.search.queries.sources import all_sources
from tests.cast import PERSONS, Cast
from tests.factories.meetings import MeetingFactory, MinutesFactory
from tests.factories.organisations import OrganisationFactory
from tests.factories.people import PersonFactory
from tests.factories.practices import make_public, make_shared, make_sheet
from tests.factories.references import TermFactory
from tests.factories.territories import small_france

URL = reverse("search:results")


def titles(reader: Any, text: str, **filters: str) -> list[str]:
    kind = filters.pop("kind", "")
    return [hit.shown.title for group in find(reader, Asked(text, kind, filters)).groups for hit in group.hits]


def counted(found: Results, facet: str) -> dict[str, int]:
    return {row.code: row.count for group in found.facets if group.kind.key == facet for row in group.choices}


# Words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("métiers", ["École des métiers"]),
        ("METIER", ["École des métiers"]),  # no accent, no plural, no case
        ("l’ecole", ["École des métiers"]),
        ("ecol met", ["École des métiers"]),  # beginnings of words of the name
        ("insérer", ["École des métiers"]),  # a word of the text, by its stem
        ('"des jeunes"', []),  # small words are no words
        ('"apprendre métier"', []),
        ("metiers -ecole", []),
        ("-atelier métiers", ["École des métiers"]),
        ("807 469 317 00018", ["École des métiers"]),
        ("80746931700018", ["École des métiers"]),
        ("W751234567", ["École des métiers"]),
        ("Berck", ["École des métiers"]),
    ],
)
def test_words(cast: Cast, indexed: Any, text: str, found: list[str]) -> None:
    from tests.factories.territories import TerritoryFactory

    OrganisationFactory(
        name="École des métiers", siret="80746931700018", rna="W751234567", purpose="Insérer par le travail.",
        seat=TerritoryFactory(name="Berck", search_key="berck"),
    )  # fmt: skip
    indexed()
    assert titles(cast.stranger, text, kind="organisations") == found


def test_what_is_misspelt_is_found_and_said(cast: Cast, indexed: Any, client: Any) -> None:
    OrganisationFactory(name="Ressourcerie du Rhône")
    indexed()
    assert titles(cast.stranger, "resourcerie") == ["Ressourcerie du Rhône"]
    assert "Voici ce qui s’en approche" in client.get(URL, {"q": "resourcerie"}).content.decode()
    assert "Voici ce qui s’en approche" not in client.get(URL, {"q": "ressourcerie"}).content.decode()


@pytest.mark.parametrize(
    "text", ['"', "-", "audience:public", "title:[a TO", "*", "a" * 100, "le la", "( OR ^2", "\\", "''", "AND"]
)
def test_nothing_typed_breaks_it(cast: Cast, indexed: Any, client: Any, text: str) -> None:
    indexed()
    assert client.get(URL, {"q": text}).status_code == 200
    assert client.get(reverse("search:suggestions"), {"q": text}).status_code == 200


def test_an_excerpt_shows_the_words_and_escapes_the_rest(cast: Cast, indexed: Any, client: Any) -> None:
    OrganisationFactory(name="Baluchon", purpose="Des <script>alert(1)</script> & des plats cuisinés avec l’insertion.")
    indexed()
    page = client.get(URL, {"q": "cuisiner"}).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; des plats <mark>cuisinés</mark>" in page


# For whom


def test_a_circle_only_sheet_is_neither_counted_nor_shown(cast: Cast, indexed: Any, client_of: Any) -> None:
    make_shared(cast)
    indexed()
    seen = {}
    for name in ("stranger", "account", "member", "facilitator", "representative", "administrator", "former"):
        person = cast.person(name)
        found = find(person, Asked("trésorerie"))
        seen[name] = (found.total, [tab.key for tab in found.tabs], len(suggest(person, "Louer")))
        said = client_of(person).get(URL, {"q": "trésorerie"}).content.decode()
        assert ("dix-huit mois de tension" in said) is (found.total == 1)
    nothing, all_of_it = (0, [], 0), (1, ["fiches"], 1)
    assert seen == {
        "stranger": nothing, "account": nothing, "member": all_of_it, "facilitator": all_of_it,
        "representative": all_of_it, "administrator": nothing, "former": nothing,
    }  # fmt: skip


def test_a_draft_is_found_by_its_author_and_not_by_those_it_names(cast: Cast, indexed: Any) -> None:
    make_sheet(cast)
    indexed()
    found = {name: titles(cast.person(name), "trésorerie") for name in ("member", "representative", "facilitator")}
    assert {name: len(rows) for name, rows in found.items()} == {"member": 1, "representative": 0, "facilitator": 0}


def test_facets_count_only_what_the_reader_may_see(cast: Cast, indexed: Any) -> None:
    from tests.factories.references import TermFactory

    term = TermFactory(vocabulary="category", code="siae", label="Structure d’insertion")
    for visibility in ("public", "network", "organisation"):
        OrganisationFactory(name=f"Atelier {visibility}", visibility=visibility, category=term)
    OrganisationFactory(name="Atelier bis", category=term, merged_into=cast.organisation)
    indexed()
    asked = Asked("atelier")
    assert counted(find(cast.stranger, asked), "category") == {"siae": 1}
    assert counted(find(cast.account, asked), "category") == {"siae": 2}
    assert counted(find(cast.administrator, asked), "category") == {"siae": 2}


def test_what_was_narrowed_a_moment_ago_is_not_shown_even_before_it_is_indexed(cast: Cast, indexed: Any) -> None:
    made = OrganisationFactory(name="Discrète")
    indexed()
    made.visibility, made.audience = "organisation", f"organisation:{made.pk}"
    made.save()
    touch(made)
    found = find(cast.stranger, Asked("discrète"))
    assert (found.total, [group.hits for group in found.groups], found.behind) == (0, [[]], 1)


def test_chatham_house_no_name_is_in_the_index(cast: Cast, indexed: Any) -> None:
    agenda = [{"minutes": 20, "title": "Récit", "speaker": "Claire Vidal"}]
    MeetingFactory(circle=cast.circle, wide=True, chatham=True, title="À voix basse", agenda=agenda)
    MeetingFactory(circle=cast.circle, wide=True, title="À voix haute", agenda=agenda)
    indexed()
    assert titles(cast.stranger, "Vidal") == ["À voix haute"]
    assert titles(cast.stranger, "récit") == ["À voix basse", "À voix haute"]


def test_minutes_are_found_once_published_by_those_who_read_them(cast: Cast, indexed: Any) -> None:
    meeting = MeetingFactory(circle=cast.circle, held=True, title="Location")
    MinutesFactory(meeting=meeting, draft="Louer la presse à pommes.")
    MinutesFactory(
        meeting=MeetingFactory(circle=cast.circle, held=True), draft="Une presse en réserve", published=False
    )
    indexed()
    found = {name: titles(cast.person(name), "presse") for name in ("member", "facilitator", "account", "former")}
    told = ["Compte rendu\xa0: Location"]
    assert {name: [title.replace("\u202f", "\xa0") for title in rows] for name, rows in found.items()} == {
        "member": told, "facilitator": told, "account": [], "former": [],
    }  # fmt: skip


def test_people_are_found_if_they_chose_to_be_listed_and_by_whom_they_say(cast: Cast, indexed: Any) -> None:
    from tests.factories.circles import MembershipFactory

    PersonFactory(name="Zoé Inscrite")
    PersonFactory(name="Zoé Absente", in_directory=False)
    PersonFactory(name="Zoé Seule", private=True)
    MembershipFactory(circle=cast.circle, person=PersonFactory(name="Zoé Paire", circles_only=True))
    indexed()
    assert titles(cast.stranger, "zoé") == []
    assert titles(cast.account, "zoé") == ["Zoé Inscrite"]
    assert sorted(titles(cast.member, "zoé")) == ["Zoé Inscrite", "Zoé Paire"]


def test_an_exclusion_takes_back_totals_facets_suggestions_and_excerpts(
    cast: Cast, indexed: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a room takes back from one reader (recusal, blocking) leaves her counts too."""
    from django.db.models import Q

    blocked, shown = OrganisationFactory(name="Atelier bloqué"), OrganisationFactory(name="Atelier ouvert")

    def exclusion(model: Any, reader: Any) -> Q | None:
        return Q(pk=blocked.pk) if model is type(blocked) and reader == cast.account else None

    indexed()
    find(cast.member, Asked("atelier"))  # its queries are written once a process: without what this test makes up
    monkeypatch.setitem(slots._registered, "audience.exclusions", [(1, "test", exclusion)])
    for reader, names in ((cast.account, [shown.name]), (cast.member, [blocked.name, shown.name])):
        found = find(reader, Asked("atelier"))
        assert (found.total, found.tabs[0].total) == (len(names), len(names))
        assert sorted(hit.shown.title for hit in found.groups[0].hits) == names
        assert sorted(row.title for _source, row in suggest(reader, "atel")) == names


@pytest.mark.parametrize("name", PERSONS)
def test_what_is_read_for_a_page_is_what_may_be_seen(cast: Cast, name: str) -> None:
    """Each room reads its results by a query of its own: it gives those of ``visible_to`` and says what the index was told."""
    make_public(cast)
    make_shared(cast)
    make_sheet(cast)
    meeting = MeetingFactory(circle=cast.circle, held=True, title="Location")
    MinutesFactory(meeting=meeting, draft="Louer la presse.")
    MinutesFactory(meeting=MeetingFactory(circle=cast.circle, held=True), published=False)
    MeetingFactory(circle=cast.circle, wide=True, chatham=True, agenda=[{"title": "Récit", "speaker": "Claire"}])
    OrganisationFactory(name="Fermée", visibility="organisation")
    OrganisationFactory(name="Double", merged_into=cast.organisation, seat=small_france()["69123"])
    PersonFactory(name="Zoé Absente", in_directory=False)
    TermFactory(vocabulary="category", code="siae", label="Structure d’insertion")
    reader = cast.person(name)
    for source in all_sources():
        rows = {row.pk: row for row in source.of(reader)}
        said = source.said(reader, list(source.model._default_manager.values_list("pk", flat=True)))
        assert {pk: one.shown for pk, one in said.items()} == {pk: source.shown(row) for pk, row in rows.items()}
        told = {pk: source.document(row).text for pk, row in rows.items()}
        assert [pk for pk, one in said.items() for piece in one.text.split(" · ") if piece not in told[pk]] == []


# The page


def test_the_page_asks_the_same_number_of_queries(cast: Cast, client_of: Any, indexed: Any, queries: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    reader, seen = client_of(cast.member), []
    for _ in range(3):
        OrganisationFactory(name="Atelier pareil")
        PersonFactory(name="Atelier Personne", about="Menuisier", circles_only=True)
        MinutesFactory(meeting=MeetingFactory(circle=cast.circle, held=True, title="Atelier du soir"))
        make_public(cast)
        indexed()
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert reader.get(URL, {"q": "atelier"}).status_code == 200
        seen.append(len(asked))
    assert len(set(seen)) == 1


def test_a_kind_is_paged(cast: Cast, client: Any, indexed: Any) -> None:
    for number in range(23):
        OrganisationFactory(name=f"Atelier {number}")
    indexed()
    first = client.get(URL, {"q": "atelier"}).content.decode()
    assert "Voir les 23" in first
    assert first.count('class="row-title"') == 5
    pages = [client.get(URL, {"q": "atelier", "kind": "organisations", "page": n}).content.decode() for n in (1, 2)]
    assert [page.count('class="row-title"') for page in pages] == [20, 3]


def test_while_there_is_no_index_names_are_found_in_the_database(cast: Cast, client_of: Any) -> None:
    OrganisationFactory(name="Atelier ouvert")
    OrganisationFactory(name="Atelier fermé", visibility="organisation")
    page = client_of(cast.account).get(URL, {"q": "atel"}).content.decode()
    assert "L’index se refait" in page
    assert ("Atelier ouvert" in page, "Atelier fermé" in page) == (True, False)


def test_it_says_how_late_it_is(cast: Cast, client: Any, indexed: Any) -> None:
    indexed()
    for _ in range(2):
        touch(cast.organisation)
    assert "L’index a 2 changements de retard." in client.get(URL, {"q": "val"}).content.decode()


def test_empty_it_teaches_and_finding_nothing_it_helps(client: Any, db: Any, indexed: Any) -> None:
    indexed()
    assert "807 469 317 00018" in client.get(URL).content.decode().replace("\xa0", " ").replace("\u202f", " ")
    assert "Rien sur «" in client.get(URL, {"q": "zzzz"}).content.decode()
    assert "Retirer les filtres" in client.get(URL, {"q": "zzzz", "category": "siae"}).content.decode()
    assert 'action="/recherche/"' in client.get("/").content.decode()  # the box of every page


def test_of_words_read_less_strictly_each_count_is_what_choosing_it_finds(cast: Cast, indexed: Any) -> None:
    """Under one theme nothing is called so, and what begins so in a text is found; under the other something is."""
    food, circular = (TermFactory(vocabulary="theme", code=code) for code in ("food", "circular"))
    OrganisationFactory(name="Bleu").themes.set([food])
    OrganisationFactory(name="Autre", purpose="Les bleuets du quartier").themes.set([food, circular])
    indexed()
    found = find(cast.account, Asked("bleu", "organisations", {"theme": "circular"}))
    [theme] = [facet for facet in found.facets if facet.kind.key == "theme"]
    counted = {choice.code: choice.count for choice in theme.choices}
    assert (found.close, found.total, counted) == (True, 1, {"food": 1, "circular": 1})
    for code, count in counted.items():
        assert find(cast.account, Asked("bleu", "organisations", {"theme": code})).total == count
