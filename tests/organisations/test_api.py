"""The public API: only what is public, page after page without a repeat or a hole, and every refusal a sentence in JSON."""

from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from cercles.config import api
from cercles.core import limits
from cercles.core.text import search_key
from cercles.organisations.models import Goal, Organisation
from cercles.organisations.queries.cursors import place_in, written
from tests.cast import PERSONS, Cast
from tests.factories.organisations import OrganisationFactory
from tests.organisations.files import plain, siret

LIST = "/api/v1/organisations"


@pytest.fixture(autouse=True)
def _first_minute() -> None:
    limits._counts.clear()


def _names(client: Client, address: str = LIST, **asked: Any) -> list[str]:
    return [one["name"] for one in client.get(address, asked).json()["items"]]


def _every_name(client: Client, **asked: Any) -> list[str]:
    """Following « next » to the end."""
    names: list[str] = []
    answer = client.get(LIST, asked).json()
    while True:
        names += [one["name"] for one in answer["items"]]
        if answer["next"] is None:
            return names
        answer = client.get(answer["next"].removeprefix("http://testserver")).json()


def test_an_organisation_as_it_is_told(client: Client, places: Any, terms: Any) -> None:
    row = OrganisationFactory(
        name="Val-Fibre", legal_name="VAL FIBRE", short_name="VF", category=terms["siae"], kinds="ACI EI", activity_code="1310Z",
        siren=siret(572078)[:9], siret=siret(572078), rna="W751234567", seat=places["69123"], purpose="Isoler.", source="siae",
        state="dissolved", founded_on="1999-02-01",
    )  # fmt: skip
    row.themes.set([terms["food"]])
    Goal.objects.bulk_create(Goal(organisation=row, term=terms[code], rank=n) for n, code in enumerate(("12", "8"), 1))

    answer = client.get(f"{LIST}/{row.ref}")

    assert answer["Content-Type"] == "application/json; charset=utf-8"
    told = answer.json()
    assert told.pop("changed_at").startswith("20")
    assert told == {
        "ref": row.ref, "url": f"http://testserver/organisations/{row.ref}/", "name": "Val-Fibre", "legal_name": "VAL FIBRE",
        "short_name": "VF", "category": {"code": "siae", "label": "Mot siae"}, "kinds": ["ACI", "EI"], "legal_form": "",
        "activity_code": "1310Z", "siren": siret(572078)[:9], "siret": siret(572078), "rna": "W751234567", "rnf": None,
        "purpose": "Isoler.", "website": "", "address": "", "post_code": "",
        "seat": {"code": "69123", "name": "Lyon", "departement": "69", "region": "84"},
        "themes": [{"code": "food", "label": "Mot food"}], "economic_models": [], "innovation_roles": [],
        "goals": [{"code": "12", "label": "Mot 12"}, {"code": "8", "label": "Mot 8"}], "source": "siae", "is_fictional": False,
        "state": "dissolved", "founded_on": "1999-02-01", "ended_on": None,
    }  # fmt: skip


@pytest.mark.parametrize("asked", ["572 078 000", "W751234567", "w 751 234 567"])
def test_an_organisation_by_its_numbers(client: Client, db: None, asked: str) -> None:
    number = siret(572078)
    row = OrganisationFactory(siren=number[:9], siret=number, rna="W751234567")
    asked = asked.replace("572 078 000", number)

    for text in (asked, number, number[:9], row.ref):
        assert client.get(f"{LIST}/{text}").json()["ref"] == row.ref


def test_a_number_that_several_bear_leads_to_their_list(client: Client, db: None) -> None:
    one = OrganisationFactory(name="Une", siren="807469317")
    OrganisationFactory(name="Deux", siren="807469317")

    answer = client.get(f"{LIST}/807469317")

    assert (answer.status_code, answer.json()["code"]) == (300, "several")
    assert sorted(_names(client, q="807469317")) == ["Deux", "Une"]
    OrganisationFactory(name="Cachée", siren=siret(9)[:9], visibility="network")
    Organisation.objects.filter(pk=one.pk).update(siren=siret(9)[:9])
    assert client.get(f"{LIST}/{siret(9)[:9]}").json()["name"] == "Une"  # what is hidden is not counted


def test_a_duplicate_leads_to_the_page_that_speaks_for_it(client: Client, cast: Cast) -> None:
    double = OrganisationFactory(merged_into=cast.organisation, siret="80746931700018", siren="807469317")

    for text in (double.ref, "80746931700018"):
        answer = client.get(f"{LIST}/{text}")
        assert (answer.status_code, answer["Location"]) == (301, f"{LIST}/{cast.organisation.ref}")
    assert _names(client) == ["Val-Fibre"]


@pytest.mark.parametrize("who", PERSONS)
def test_whoever_asks_the_reader_is_a_stranger(cast: Cast, client_of: Any, who: str) -> None:
    reserved = [OrganisationFactory(visibility=one) for one in ("network", "organisation")]
    double = OrganisationFactory(merged_into=reserved[0])
    browser = client_of(cast.person(who))

    assert _names(browser) == ["Val-Fibre"]
    for row in (*reserved, double):
        assert browser.get(f"{LIST}/{row.ref}").status_code == 404
        assert _names(browser, q=row.name) == []


def test_the_filters_of_the_page(client: Client, places: Any, terms: Any) -> None:
    here = OrganisationFactory(name="Ici", category=terms["siae"], seat=places["69123"], activity_code="8899B")
    here.themes.set([terms["food"]])
    here.economic_models.set([terms["functional"]])
    Goal.objects.create(organisation=here, term=terms["12"], rank=1)
    OrganisationFactory(name="Ailleurs", category=terms["association"], seat=places["62108"], activity_code="1310Z")

    for asked in (
        {"q": "ici"}, {"category": "siae"}, {"territory": "region:84"}, {"territory": "departement:69"},
        {"territory": "commune:69123"}, {"theme": "food"}, {"model": "functional"}, {"sdg": "12"}, {"activity": "88.99B"},
        {"activity": "88"}, {"category": "siae", "theme": "food", "sdg": "12"},
    ):  # fmt: skip
        assert _names(client, **asked) == ["Ici"], asked
    assert _names(client, category="siae", activity="13") == []


# Pages


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
def test_every_line_once_whatever_the_size_of_a_page(client: Client, db: None, limit: int) -> None:
    names = ["Amicale", "Amicale", "Les amis", "Zèbre", "École"]
    for name in names:
        OrganisationFactory(name=name)

    assert _every_name(client, limit=limit) == sorted(names, key=search_key)


def test_pages_hold_while_one_writes(client: Client, db: None) -> None:
    rows = [OrganisationFactory(name=f"Organisation {n}") for n in range(6)]
    begun = client.get(LIST, {"limit": 3})
    first = begun.json()
    rows[0].delete()
    OrganisationFactory(name="Aaa")

    second = client.get(first["next"].removeprefix("http://testserver")).json()

    assert [one["name"] for one in second["items"]] == ["Organisation 3", "Organisation 4", "Organisation 5"]
    assert second["next"] is None
    assert 'rel="next"' not in client.get(LIST)["Link"]
    assert f'<{first["next"]}>; rel="next"' in begun["Link"]


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_asks_the_same_number_of_queries(
    client: Client, queries: Any, places: Any, terms: Any, count: int
) -> None:
    for _ in range(count):
        made = OrganisationFactory(category=terms["siae"], seat=places["69123"])
        made.themes.set([terms["circular"], terms["food"]])
    with queries(5):
        assert len(client.get(LIST).json()["items"]) == count
    with queries(6):
        client.get(f"{LIST}/{made.ref}")


@settings(max_examples=40, deadline=None)
@given(key=st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40), pk=st.integers(1, 2**63 - 1))
def test_a_cursor_reads_back(key: str, pk: int) -> None:
    assert place_in(written((key, pk))) == (key, pk)


def test_the_next_page_of_a_long_name_in_another_script_is_read(client: Client, db: None) -> None:
    names = [f"{'جمعية التضامن ' * 14}{n}".strip() for n in range(3)]
    for name in names:
        OrganisationFactory(name=name, short_name=name[:80], legal_name=name)
    assert _every_name(client, limit=1) == names


# Refusals


@pytest.mark.parametrize(
    ("asked", "code", "field"),
    [
        ({"limit": "0"}, "parameter_wrong", "limit"), ({"limit": "101"}, "parameter_wrong", "limit"),
        ({"limit": "douze"}, "parameter_wrong", "limit"), ({"territory": "lune:9"}, "parameter_wrong", "territory"),
        ({"category": "<b>"}, "parameter_wrong", "category"), ({"q": "a" * 101}, "parameter_wrong", "q"),
        ({"them": "food"}, "parameter_unknown", "them"), ({"cursor": "e30"}, "cursor_wrong", "cursor"),
        ({"cursor": "é"}, "cursor_wrong", "cursor"), ({"cursor": "W10"}, "cursor_wrong", "cursor"),
    ],
)  # fmt: skip
def test_what_is_not_asked_as_described_is_refused_in_a_sentence(
    client: Client, db: None, asked: dict[str, str], code: str, field: str
) -> None:
    answer = client.get(LIST, asked)

    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (422, code, field)
    assert answer.json()["message"].endswith(".")
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "address", [f"{LIST}/nullepart0", f"{LIST}/", "/api/v1/rien", f"{LIST}/%00", f"{LIST}/W000000000"]
)
def test_what_does_not_exist_is_said_in_json(client: Client, db: None, address: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("verb", ["post", "put", "patch", "delete"])
def test_it_is_only_read(db: None, verb: str) -> None:
    answer = getattr(Client(enforce_csrf_checks=True), verb)(LIST)
    assert (answer.status_code, answer.json()["code"], answer["Allow"]) == (405, "read_only", "GET, HEAD, OPTIONS")


def test_text_that_a_database_cannot_hold(client: Client, db: None) -> None:
    assert _names(client, q="a\x00b") == []


# Ways of the web


def test_other_sites_may_read_it(client: Client, db: None) -> None:
    asked = client.options(LIST, headers={"origin": "https://exemple.fr", "access-control-request-method": "GET"})
    assert (asked.status_code, asked["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")
    for address in (LIST, f"{LIST}/rien", "/api/v1/openapi.json"):
        assert client.get(address)["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in client.get(address)


def test_what_has_not_changed_is_not_sent_again(client: Client, cast: Cast) -> None:
    first = client.get(LIST)
    again = client.get(LIST, headers={"if-none-match": first["ETag"]})
    Organisation.objects.update(name="Autre")
    changed = client.get(LIST, headers={"if-none-match": first["ETag"]})

    assert (first.status_code, again.status_code, again.content, changed.status_code) == (200, 304, b"", 200)
    assert first["Cache-Control"] == again["Cache-Control"] == "public, max-age=60"
    assert client.head(LIST)["ETag"] == changed["ETag"]


def test_so_many_times_a_minute(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "PER_MINUTE", 3)
    statuses = [client.get(LIST, REMOTE_ADDR="192.0.2.7").status_code for _ in range(4)]
    last = client.get(LIST, REMOTE_ADDR="192.0.2.7")

    assert statuses == [200, 200, 200, 429]
    assert 1 <= int(last["Retry-After"]) <= 60
    assert last.json()["code"] == "too_often"
    assert client.get(LIST, REMOTE_ADDR="192.0.2.8").status_code == 200
    assert client.get("/organisations/", REMOTE_ADDR="192.0.2.7").status_code == 200


def test_the_page_for_people_says_what_the_description_says(client: Client, db: None) -> None:
    page = client.get("/api/v1/").content.decode()
    told = client.get("/api/v1/openapi.json").json()

    assert told["info"]["license"]["name"] == "Licence Ouverte 2.0"
    assert set(told["paths"]) == {"/api/v1/organisations", "/api/v1/organisations/{number}"}
    for verbs in told["paths"].values():
        for parameter in verbs["get"]["parameters"]:
            assert f"<code>{parameter['name']}</code>" in page
            assert parameter["schema"]["description"] in plain(page)
    for one in told["components"]["schemas"].values():
        assert set(one["properties"]) == {name for name in one["properties"] if f"<code>{name}</code>" in page}
    assert "http://" not in page.replace("http://testserver", "")
