"""Coming in by a request, or by a link to share."""

from datetime import timedelta

import pytest
from django.conf import settings

from cercles.circles import actions, rules
from cercles.circles.models import CharterAcceptance, JoinRequest, Membership
from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.people.models import User
from tests.factories.organisations import AffiliationFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


def test_who_was_a_member_asks_to_come_back_even_with_a_direct_link(cast, charter, client_of):
    link = actions.renew_join_link(circle=cast.circle, by=cast.facilitator, mode="direct")
    actions.leave_circle(circle=cast.circle, by=cast.member)
    path = f"/cercles/entrer/{link.token}/"

    client_of(cast.member).post(path, {"version": charter.pk, "accepts": "on", "answer": "Je reviens."})

    assert [request.state for request in JoinRequest.objects.filter(person=cast.member)] == ["asked"]
    with pytest.raises(RuleBroken) as refusal:
        actions.enter_by_link(link=link, by=cast.member, version=charter)
    assert refusal.value.code == "was_a_member"


def test_a_request_goes_to_who_facilitates_and_her_answer_comes_back(cast, charter, client, client_of, outbox, path_in):
    cast.circle.join_question = "Quel cas apporterez-vous ?"
    cast.circle.save()
    client_of(cast.account).post(
        f"/cercles/{cast.circle.slug}/rejoindre/",
        {"version": charter.pk, "answer": "La location de lampes.", "accepts": "on"},
    )
    [to_facilitator, receipt] = outbox()
    assert (to_facilitator.to, receipt.to) == ("facilitator@example.org", "account@example.org")

    path = path_in(to_facilitator)
    assert "La location de lampes." in client.get(path).content.decode()
    client.post(path, {"answer": "accept", "reason": ""})

    assert rules.is_member(cast.person("account"), cast.circle)
    assert CharterAcceptance.objects.filter(person=cast.account, version=charter).count() == 1
    assert [mail.to for mail in outbox()[2:]] == ["account@example.org", "facilitator@example.org"]


def test_declining_needs_a_reason_that_the_person_receives(cast, charter, client_of, outbox):
    request = actions.ask_to_join(circle=cast.circle, by=cast.account, version=charter)
    browser, address = client_of(cast.facilitator), f"/cercles/demandes/{request.ref}/"

    assert browser.post(address, {"answer": "decline", "reason": " "}).status_code == 422
    browser.post(address, {"answer": "decline", "reason": "Le cercle est complet."})

    assert JoinRequest.objects.get().state == "declined"
    assert "Le cercle est complet." in outbox()[-1].text
    assert outbox()[-1].to == "account@example.org"


def test_a_facilitator_who_left_answers_nothing_from_her_old_letter(cast, charter, client, outbox, path_in):
    actions.ask_to_join(circle=cast.circle, by=cast.account, version=charter)
    Membership.objects.filter(person=cast.facilitator).update(until=clock.now())

    answer = client.post(path_in(outbox()[0]), {"answer": "accept"})

    assert answer.status_code == 410
    assert JoinRequest.objects.get().state == "asked"


def test_the_charter_changed_between_reading_and_asking(cast, charter, client_of):
    newer = actions.publish_charter(
        circle=cast.circle, by=cast.facilitator, text="Un autre texte.", change_note="Tout.", base=1
    )
    page = client_of(cast.account).post(
        f"/cercles/{cast.circle.slug}/rejoindre/",
        {"version": charter.pk, "answer": "Ma réponse reste.", "accepts": "on"},
    )

    text = page.content.decode()
    assert page.status_code == 422
    assert "Ma réponse reste." in text
    assert f'name="version" value="{newer.pk}"' in text


def test_one_enters_for_an_organisation_one_belongs_to(cast, charter):
    with pytest.raises(RuleBroken, match="organisation_not_hers"):
        actions.ask_to_join(circle=cast.circle, by=cast.account, version=charter, organisation=cast.organisation)
    AffiliationFactory(person=cast.account, organisation=cast.organisation)
    asked = actions.ask_to_join(circle=cast.circle, by=cast.account, version=charter, organisation=cast.organisation)
    assert asked.organisation == cast.organisation


def test_a_shared_link_leads_straight_in_when_the_facilitator_wants(cast, charter, client_of):
    link = actions.renew_join_link(circle=cast.circle, by=cast.facilitator, mode="direct")
    nora = PersonFactory()

    answer = client_of(nora).post(f"/cercles/entrer/{link.token}/", {"version": charter.pk, "accepts": "on"})

    assert answer.url == f"/cercles/{cast.circle.slug}/"
    assert rules.is_member(User.objects.get(pk=nora.pk), cast.circle)


def test_a_shared_link_leads_to_a_request_otherwise(cast, charter, client_of):
    link = actions.renew_join_link(circle=cast.circle, by=cast.facilitator)

    client_of(cast.account).post(f"/cercles/entrer/{link.token}/", {"version": charter.pk, "accepts": "on"})

    assert JoinRequest.objects.get().person == cast.account


def test_a_new_link_kills_the_former_and_a_revoked_or_old_one_does_not_exist(cast, client_of):
    former = actions.renew_join_link(circle=cast.circle, by=cast.facilitator, days=7)
    link = actions.renew_join_link(circle=cast.circle, by=cast.facilitator, days=7)
    browser = client_of(cast.account)

    def status(one):
        return browser.get(f"/cercles/entrer/{one.token}/").status_code

    assert (status(former), status(link)) == (404, 200)
    with clock.at(clock.now() + timedelta(days=8)):
        assert status(link) == 404
    actions.revoke_join_link(circle=cast.circle, by=cast.facilitator)
    assert status(link) == 404


def test_the_page_of_entries_shows_the_whole_link(cast, client_of):
    link = actions.renew_join_link(circle=cast.circle, by=cast.facilitator)

    page = client_of(cast.facilitator).get(f"/cercles/{cast.circle.slug}/entrees/").content.decode()

    assert f"{settings.SITE_URL}/cercles/entrer/{link.token}/" in page
