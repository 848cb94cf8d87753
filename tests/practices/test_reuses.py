"""Reuse is told with what became of it, failures first among equals."""

import re

import pytest

from cercles.core import links
from cercles.core.errors import RuleBroken
from cercles.journal.models import Link
from cercles.practices import actions
from cercles.practices.models import Reuse
from tests.factories.organisations import AffiliationFactory, OrganisationFactory
from tests.factories.practices import answer, make_public, make_shared


@pytest.fixture
def other(cast):
    organisation = OrganisationFactory(name="Mécano-Ouest")
    AffiliationFactory(person=cast.facilitator, organisation=organisation)
    return organisation


def test_giving_up_needs_a_reason(cast, other):
    with pytest.raises(RuleBroken) as refusal:
        actions.declare_reuse(sheet=make_shared(cast), by=cast.facilitator, organisation=other, outcome="gave_up")
    assert (refusal.value.code, refusal.value.field) == ("no_reason", "result")


def test_said_twice_it_is_one_reuse_one_link_and_one_letter_each(cast, other, outbox):
    sheet = make_shared(cast)
    before = len(outbox())
    for _ in range(2):
        actions.declare_reuse(
            sheet=sheet, by=cast.facilitator, organisation=other, outcome="gave_up", result="Pas de banque."
        )
    assert Reuse.objects.values_list("outcome", "result", "version").get() == ("gave_up", "Pas de banque.", 1)
    assert Link.objects.filter(outcome_kind="practices.reuse").count() == 1
    told = [mail.to for mail in outbox()[before:]]
    assert sorted(told) == ["facilitator@example.org", "member@example.org", "representative@example.org"]


def test_one_declares_only_for_ones_own_organisation(cast, other):
    with pytest.raises(RuleBroken) as refusal:
        actions.declare_reuse(sheet=make_shared(cast), by=cast.account, organisation=other, outcome="tried")
    assert refusal.value.code == "not_yours"


def test_from_the_link_received_by_mail(cast, other, client):
    sheet = make_shared(cast)
    path = re.sub(r"^http://testserver", "", links.url("sheet.reuse", sheet, cast.facilitator))
    assert client.get(path).status_code == 200
    assert Reuse.objects.count() == 0
    client.post(path, {"organisation": other.pk, "outcome": "adapted", "what_changed": "Loyer trimestriel."})
    assert Reuse.objects.values_list("outcome", "what_changed").get() == ("adapted", "Loyer trimestriel.")


def test_a_failure_is_shown_on_the_sheet(cast, other, client_of):
    sheet = make_shared(cast)
    actions.declare_reuse(
        sheet=sheet, by=cast.facilitator, organisation=other, outcome="gave_up", result="Pas de banque."
    )
    page = client_of(cast.member).get(f"/fiches/{sheet.ref}/").content.decode()
    assert "Pas de banque." in page
    assert "1 abandon expliqué" in page


def test_an_owner_who_takes_back_the_public_agreement_takes_the_reuses_back_too(cast, other):
    sheet = make_public(cast)
    actions.declare_reuse(sheet=sheet, by=cast.facilitator, organisation=other, outcome="tried")
    answer(cast, sheet, "circle")
    assert Reuse.objects.values_list("visibility", "audience").get() == ("circle", cast.circle.members_audience)


def test_a_list_says_what_became_of_each_sheet_not_how_often(cast, other, client_of):
    sheet = make_shared(cast)
    actions.declare_reuse(
        sheet=sheet, by=cast.facilitator, organisation=other, outcome="gave_up", result="Pas de banque."
    )
    page = client_of(cast.member).get("/fiches/").content.decode()
    assert ("1 abandon expliqué" in page, "reprise 1 fois" in page) == (True, False)


def test_the_letter_asks_what_it_gave_only_of_those_who_may_have_tried(cast, outbox):
    """Whoever belongs only to the organisations that the sheet names would find a form with nobody to choose."""
    sheet = make_shared(cast)
    AffiliationFactory(person=cast.facilitator, organisation=cast.organisation)
    actions.tell_members(sheet=sheet.pk, version=8)
    AffiliationFactory(person=cast.facilitator)
    actions.tell_members(sheet=sheet.pk, version=9)

    told = [mail for mail in outbox() if mail.key.startswith(f"sheet-shared:{sheet.pk}:")][-2:]
    assert [(mail.to, "/l/sheet.reuse." in mail.text) for mail in told] == [
        ("facilitator@example.org", False),
        ("facilitator@example.org", True),
    ]
    assert f"Lire la fiche :\nhttp://testserver/fiches/{sheet.ref}/" in told[0].text.replace("\xa0", " ")


def test_the_page_offers_to_declare_to_those_who_may_have_tried(cast, client_of):
    sheet = make_public(cast)
    path, offer = f"/fiches/{sheet.ref}/", "Déclarer une reprise"
    assert offer not in client_of(cast.representative).get(path).content.decode()
    assert offer in client_of(cast.account).get(path).content.decode()


def test_what_was_said_is_there_to_be_corrected_and_goes_as_far_as_the_sheet(cast, other, client_of):
    sheet = make_shared(cast, "public")
    actions.declare_reuse(sheet=sheet, by=cast.facilitator, organisation=other, outcome="tried", result="En cours.")
    actions.open_sheet(sheet=sheet, by=cast.member)
    assert Reuse.objects.values_list("visibility", flat=True).get() == "circle"
    path, browser = f"/fiches/{sheet.ref}/reprise/", client_of(cast.facilitator)
    assert browser.get(path).context["form"].initial["result"] == "En cours."
    assert "Déclarer une reprise" not in browser.get(f"/fiches/{sheet.ref}/").content.decode()
    browser.post(path, {"organisation": other.pk, "outcome": "gave_up", "result": "Pas de banque."})
    assert Reuse.objects.values_list("outcome", "visibility").get() == ("gave_up", "public")
