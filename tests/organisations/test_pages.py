"""Pages and forms of one organisation."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from cercles.core.slots import collect
from cercles.journal.actions import record
from cercles.journal.models import Entry
from cercles.organisations import actions, queries
from cercles.organisations.adapters import personal, slots
from cercles.organisations.models import Affiliation, Claim, Organisation
from tests.cast import Cast
from tests.factories.organisations import AffiliationFactory, ClaimFactory, ImportRunFactory, OrganisationFactory
from tests.factories.people import PersonFactory
from tests.factories.references import TermFactory
from tests.organisations.files import plain

SIRET = "80746931700018"
FORM = {"name": "Les Toiles", "role": "", "title": ""}


def _url(name: str, obj: Any, **more: str) -> str:
    return reverse(f"organisations:{name}", kwargs={"ref": obj.ref, **more})


def _text(response: Any) -> str:
    return response.content.decode()


def test_an_unclaimed_page_says_so_and_offers_the_act(client: Any, db: None) -> None:
    page = _text(client.get(OrganisationFactory(is_fictional=True).get_absolute_url()))

    assert "Personne ne représente encore cette organisation ici" in page
    assert "Je représente cette organisation" in page
    assert "· fictif" in page


def test_a_page_from_a_register_says_what_it_knows_and_shows_no_empty_sheet(
    cast: Cast, client_of: Any, places: Any
) -> None:
    page = (
        client_of(cast.account)
        .get(
            OrganisationFactory(
                source="siae", address="2 rue des Toiles", post_code="69003", seat=places["69123"]
            ).get_absolute_url()
        )
        .content.decode()
    )
    assert "2 rue des Toiles, 69003 Lyon" in page
    assert "Ce qui s’est passé" not in page


def test_a_stranger_learns_no_name(client: Any, cast: Cast) -> None:
    page = _text(client.get(cast.organisation.get_absolute_url()))

    assert "Rémi Représentant" not in page
    assert "Malo Membre" not in page


def test_an_account_sees_who_belongs_there(cast: Cast, client_of: Any) -> None:
    page = _text(client_of(cast.account).get(cast.organisation.get_absolute_url()))

    assert "Rémi Représentant" in page
    assert "Je représente cette organisation" in page


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_asks_the_same_number_of_queries(
    cast: Cast, client_of: Any, queries: Any, alone: None, places: Any, terms: Any, count: int
) -> None:
    made = OrganisationFactory(seat=places["69123"], category=terms["siae"])
    made.themes.set([terms["circular"], terms["food"]][:count])
    for person in PersonFactory.create_batch(count):
        AffiliationFactory(person=person, organisation=made)
    reader = client_of(cast.account)

    with queries(12):
        assert reader.get(made.get_absolute_url()).status_code == 200


def test_a_page_is_created_from_the_form(cast: Cast, client_of: Any, places: Any, terms: Any) -> None:
    sent = {
        **FORM, "role": "staff", "title": "Directrice", "siret": "807 469 317 00018", "seat": "Berck",
        "themes": [terms["food"].pk], "goal_1": terms["12"].pk, "goal_2": terms["12"].pk, "goal_3": terms["8"].pk,
    }  # fmt: skip
    response = client_of(cast.account).post(reverse("organisations:create"), sent)

    made = Organisation.objects.get(name="Les Toiles")
    assert (response.status_code, response.url) == (302, made.get_absolute_url())
    assert (made.siret, made.seat.code, list(made.themes.all())) == (SIRET, "62108", [terms["food"]])
    assert [goal.term.code for goal in made.goals.all()] == ["12", "8"]
    assert made.affiliations.get().title == "Directrice"


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("siret", "123", "Un SIRET compte 14 chiffres."),
        ("siret", "80746931700019", "sa clé ne correspond pas"),
        ("rna", "751234567", "W suivi de 9 caractères"),
        ("name", " ", "obligatoire"),
        ("seat", "Nulleville", "Nulleville"),
        ("website", "pas une adresse", "https://www.exemple.fr"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    cast: Cast, client_of: Any, places: Any, field: str, typed: str, said: str
) -> None:
    sent = {**FORM, "purpose": "Un texte à ne pas perdre", field: typed}
    response = client_of(cast.account).post(reverse("organisations:create"), sent)

    assert response.status_code == 422
    assert said in _text(response)
    assert "Un texte à ne pas perdre" in _text(response)


def test_every_mistake_is_said_at_once(cast: Cast, client_of: Any) -> None:
    sent = {**FORM, "siret": "123", "rna": "751", "website": "pas une adresse"}
    page = _text(client_of(cast.account).post(reverse("organisations:create"), sent))

    assert [said in page for said in ("Un SIRET compte 14 chiffres", "W suivi de 9", "https://www.exemple.fr")] == [
        True
    ] * 3


def test_a_known_siret_leads_to_its_page(cast: Cast, client_of: Any) -> None:
    known = OrganisationFactory(name="Baluchon", siret=SIRET)

    response = client_of(cast.account).post(reverse("organisations:create"), {**FORM, "siret": SIRET})

    assert response.status_code == 422
    assert f'<a href="{known.get_absolute_url()}">Baluchon</a>' in _text(response)


def test_html_in_every_field_stays_text(cast: Cast, client_of: Any) -> None:
    evil = "<script>alert(1)</script>"
    made = actions.create_organisation(
        by=cast.account,
        name=evil,
        short_name=evil,
        purpose=evil,
        legal_form=evil,
        address=evil,
        role="staff",
        title=evil,
    )

    for reader in (cast.stranger, cast.account):
        for url in (made.get_absolute_url(), reverse("organisations:list"), _url("edit", made)):
            assert evil not in _text(client_of(reader).get(url))


def test_a_representative_edits(cast: Cast, client_of: Any) -> None:
    response = client_of(cast.representative).post(
        _url("edit", cast.organisation), {"name": "Val-Fibre", "purpose": "Isoler."}
    )

    assert response.status_code == 302
    assert Organisation.objects.get(pk=cast.organisation.pk).purpose == "Isoler."


def test_emptying_an_identifier_removes_it(cast: Cast, client_of: Any) -> None:
    Organisation.objects.filter(pk=cast.organisation.pk).update(siret=SIRET, siren=SIRET[:9])

    client_of(cast.representative).post(_url("edit", cast.organisation), {"name": "Val-Fibre"})

    assert Organisation.objects.get(pk=cast.organisation.pk).siret is None


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("edit", {"name": "Pirate"}),
        ("visibility", {"visibility": "organisation"}),
        ("add_person", {"email": "pirate@example.org", "role": "representative"}),
        ("identifiers", {"siret": SIRET, "reason": "x"}),
        ("merge", {"into": "x", "reason": "x"}),
    ],
)
def test_nobody_else_may(cast: Cast, client_of: Any, name: str, sent: dict[str, str]) -> None:
    for person in (cast.account, cast.member, cast.former):
        assert client_of(person).post(_url(name, cast.organisation), sent).status_code == 404


def test_one_says_one_belongs_there_then_leaves(cast: Cast, client_of: Any) -> None:
    browser = client_of(cast.account)
    browser.post(_url("join", cast.organisation), {"role": "volunteer", "title": "Trésorière"})
    row = Affiliation.objects.get(person=cast.account)
    assert (row.role, row.title) == ("volunteer", "Trésorière")

    browser.post(_url("link_end", row))

    assert not Affiliation.objects.get(person=cast.account).is_current


def test_the_form_never_offers_to_represent_by_oneself(cast: Cast, client_of: Any) -> None:
    response = client_of(cast.account).post(_url("join", cast.organisation), {"role": "representative"})

    assert response.status_code == 422
    assert not Affiliation.objects.filter(person=cast.account).exists()


def test_a_representative_adds_somebody_by_her_address(cast: Cast, client_of: Any, outbox: Any) -> None:
    client_of(cast.representative).post(
        _url("add_person", cast.organisation),
        {"email": "nouvelle@exemple.fr", "name": "Nora", "role": "representative"},
    )

    row = Affiliation.objects.get(person__email="nouvelle@exemple.fr")
    assert (row.role, row.person.state) == ("representative", "invited")
    assert [mail.to for mail in outbox()] == ["nouvelle@exemple.fr"]


def test_a_claim_through_its_pages(cast: Cast, client_of: Any) -> None:
    organisation = OrganisationFactory()
    asked = client_of(cast.account).post(_url("represent", organisation), {"message": "Directrice."})
    claim = Claim.objects.get()
    assert asked.url == claim.get_absolute_url()

    administrator = client_of(cast.administrator)
    assert "Aline Compte" in _text(administrator.get(reverse("organisations:claims")))
    assert administrator.post(_url("claim_answer", claim, verb="decline"), {"reason": ""}).status_code == 422
    administrator.post(_url("claim_answer", claim, verb="confirm"))

    assert organisation.affiliations.get().person == cast.account


@pytest.mark.parametrize("verb", ["confirm", "decline", "contest", "dance"])
def test_who_asked_answers_nothing(cast: Cast, client_of: Any, verb: str) -> None:
    claim = ClaimFactory(person=cast.account)

    assert client_of(cast.account).post(_url("claim_answer", claim, verb=verb), {"reason": "x"}).status_code == 404


def test_a_merge_through_its_pages(cast: Cast, client_of: Any) -> None:
    double, browser = OrganisationFactory(), client_of(cast.administrator)

    assert browser.post(_url("merge", double), {"other": "inconnue"}).status_code == 422
    compared = browser.post(_url("merge", double), {"other": "val-fi"}).url
    assert "Rémi" not in browser.get(compared).content.decode()
    assert browser.post(f"{compared}reunir/", {"kept": double.pk, "reason": ""}).status_code == 422
    browser.post(f"{compared}reunir/", {"kept": cast.organisation.pk, "reason": "Doublon."})
    assert Organisation.objects.get(pk=double.pk).merged_into == cast.organisation

    assert f"{double.get_absolute_url()}separer/" in browser.get(compared).content.decode()
    browser.post(_url("part", double), {"reason": "Erreur."})
    assert Organisation.objects.get(pk=double.pk).merged_into is None


# What other rooms show


def test_what_waits_for_an_administrator(cast: Cast) -> None:
    claim = ClaimFactory(person=cast.account, organisation=cast.organisation)
    ImportRunFactory(state="failed", reason="Le fichier n’est plus là.", total=10, line=4)

    first, second = slots.due(cast.administrator)
    assert (first.title, first.note, first.url) == (
        "Aline Compte demande à représenter Val-Fibre", "Demandée", claim.get_absolute_url()
    )  # fmt: skip
    assert second.note == "6 lignes restent à lire"
    assert [item.title for item in slots.due(cast.account)] == []


def test_the_map_counts_what_one_may_see(cast: Cast, places: Any) -> None:
    OrganisationFactory(seat=places["69123"])
    OrganisationFactory(seat=places["62108"], visibility="network")

    assert slots.counts(cast.stranger) == {"69": 1, "": 1}  # Val-Fibre, of the cast, says no place
    assert slots.counts(cast.account) == {"62": 1, "69": 1, "": 1}


def test_a_territory_shows_its_organisations(cast: Cast, places: Any) -> None:
    OrganisationFactory(seat=places["69123"])

    lyon = places["69123"]
    found = {
        place.name: [panel.context["total"] for panel in slots.territory_panel(place, cast.stranger)]
        for place in (lyon, lyon.parent, lyon.parent.parent, lyon.parent.parent.parent, places["62108"])
    }
    assert found == {
        "Lyon": [1], "Rhône": [1], "Auvergne-Rhône-Alpes": [1], "France": [], "Berck": [0],
    }  # fmt: skip


def test_a_place_says_its_organisations_by_category_each_a_way_to_the_list(
    cast: Cast, places: Any, client: Any
) -> None:
    lyon, ends = places["69123"], {"state": "dissolved"}
    iae = TermFactory(vocabulary="category", code="siae", label="Structure d’insertion")
    OrganisationFactory.create_batch(2, seat=lyon, category=iae)
    OrganisationFactory(seat=lyon, category=None)
    OrganisationFactory(seat=lyon, category=iae, visibility="network")
    OrganisationFactory(seat=lyon, category=iae, **ends)
    here = queries.here(cast.stranger, lyon)
    assert (here.total, here.categories, here.unsaid) == (3, (("siae", "Structure d’insertion", 2),), 1)
    html = client.get(lyon.get_absolute_url()).content.decode()
    assert 'href="/organisations/?territory=commune%3A69123&amp;category=siae">Structure d’insertion</a>' in html
    assert 'href="/organisations/?near=69123&amp;km=20"' in html
    assert queries.by_place(cast.stranger, lyon.parent) == {"69123": 3}
    assert queries.by_place(cast.account, lyon.parent) == {"69123": 4}


def test_a_person_s_page_shows_where_she_works(cast: Cast, client_of: Any) -> None:
    page = _text(client_of(cast.account).get(reverse("people:person", kwargs={"ref": cast.member.ref})))

    assert cast.organisation.get_absolute_url() in page


def test_the_thread_names_only_what_one_may_see(cast: Cast) -> None:
    hidden = OrganisationFactory(visibility="organisation")

    assert {pk: node.title for pk, node in slots.nodes([cast.organisation.pk, hidden.pk], cast.account).items()} == {
        cast.organisation.pk: "Val-Fibre"
    }


def test_personal_data_leaves_and_goes(cast: Cast) -> None:
    claim = ClaimFactory(person=cast.member)
    record("organisations.claim_asked", claim, by=cast.member)
    assert {section: len(rows) for section, rows in personal.export(cast.member).items()} == {
        "Organisations": 1, "Demandes de représentation": 1, "Erreurs signalées": 0,
    }  # fmt: skip

    personal.erase(cast.member)

    assert not any(personal.export(cast.member).values())
    assert len(collect("person.erase_told", cast.member)) >= 2
    assert [entry.title for entry in Entry.objects.filter(verb="organisations.claim_asked")] == [""]


def test_an_organisation_that_ended_says_so_first(client: Any, db: None) -> None:
    page = OrganisationFactory(state="dissolved", ended_on=date(2019, 3, 1), founded_on=date(1987, 6, 12))

    shown = plain(client.get(page.get_absolute_url()).content.decode())

    assert "Dissoute le 1er mars 2019" in shown
    assert "12 juin 1987" in shown


def test_a_workforce_is_said_with_its_year(client: Any, db: None) -> None:
    page = OrganisationFactory(workforce="12", workforce_year=2024, is_ess=True)

    shown = plain(client.get(page.get_absolute_url()).content.decode())

    assert "20 à 49 salariés (2024)" in shown
    assert "oui, selon Sirene" in shown
