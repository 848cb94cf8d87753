"""Coming in: by invitation, by request, by a shared link."""

from datetime import timedelta

import pytest
from django.conf import settings

from cercles.circles import actions, rules
from cercles.circles.models import CharterAcceptance, Invitation, JoinRequest, Membership
from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.people.models import User
from tests.factories.organisations import AffiliationFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


def invite(cast, email="nora@exemple.fr", **fields):
    return actions.invite(circle=cast.circle, by=cast.facilitator, email=email, **fields)


def test_an_unknown_person_enters_from_her_letter_in_one_act(cast, charter, client, outbox, path_in):
    invite(cast, name="Nora Petit", message="Votre expérience nous manque.")
    path = path_in(outbox()[0])

    page = client.get(path).content.decode()
    answer = client.post(path, {"version": charter.pk, "answer": "accept", "organisation": "", "reason": ""})

    nora = User.objects.get(email="nora@exemple.fr")
    assert "Votre expérience nous manque." in page
    assert "Ce qui est dit ici reste ici." in page
    assert answer.status_code == 302
    assert rules.is_member(nora, cast.circle)
    assert CharterAcceptance.objects.filter(version=charter, person=nora).count() == 1
    assert [(mail.to, mail.key.partition("-")[2].split("-")[0]) for mail in outbox()[1:]] == [
        ("nora@exemple.fr", "welcome"),
        ("facilitator@example.org", "came"),
    ]


def test_accepting_twice_from_the_letter_is_entering_once(cast, charter, client, outbox, path_in):
    invite(cast)
    path = path_in(outbox()[0])

    for _ in range(2):
        client.post(path, {"version": charter.pk, "answer": "accept"})

    assert Membership.objects.filter(person__email="nora@exemple.fr").count() == 1
    assert len(outbox()) == 3


def test_who_was_removed_does_not_come_back_by_her_old_letter(cast, charter, client, outbox, path_in):
    invite(cast)
    path = path_in(outbox()[0])
    client.post(path, {"version": charter.pk, "answer": "accept"})
    row = Membership.objects.get(person__email="nora@exemple.fr")
    actions.remove_member(membership=row, by=cast.facilitator, reason="Prix échangés entre concurrents.")

    page = client.post(path, {"version": charter.pk, "answer": "accept"})

    assert "Cette invitation a déjà servi." in page.content.decode()
    assert Membership.objects.current().filter(person__email="nora@exemple.fr").count() == 0


def test_who_was_a_member_asks_to_come_back_even_with_a_direct_link(cast, charter, client_of):
    link = actions.renew_join_link(circle=cast.circle, by=cast.facilitator, mode="direct")
    actions.leave_circle(circle=cast.circle, by=cast.member)
    path = f"/cercles/entrer/{link.token}/"

    client_of(cast.member).post(path, {"version": charter.pk, "accepts": "on", "answer": "Je reviens."})

    assert [request.state for request in JoinRequest.objects.filter(person=cast.member)] == ["asked"]
    with pytest.raises(RuleBroken) as refusal:
        actions.enter_by_link(link=link, by=cast.member, version=charter)
    assert refusal.value.code == "was_a_member"


def test_she_declines_with_a_word_and_may_change_her_mind(cast, charter, client, outbox, path_in):
    invite(cast)
    path = path_in(outbox()[0])

    client.post(path, {"version": charter.pk, "answer": "decline", "reason": "Pas cette année."})

    assert [(row.state, row.reason) for row in Invitation.objects.all()] == [("declined", "Pas cette année.")]
    assert [mail.to for mail in outbox()[1:]] == ["facilitator@example.org", "nora@exemple.fr"]
    client.post(path, {"version": charter.pk, "answer": "accept"})
    assert Membership.objects.filter(person__email="nora@exemple.fr").count() == 1


def test_a_cancelled_invitation_opens_nothing(cast, client, outbox, path_in):
    invitation = invite(cast)
    actions.cancel_invitation(invitation=invitation, by=cast.facilitator)

    assert client.get(path_in(outbox()[0])).status_code == 410


def test_inviting_again_sends_the_letter_again_and_keeps_one_invitation(cast, outbox):
    first, second = invite(cast), invite(cast)

    assert first == second
    assert second.times_sent == 2
    assert len(outbox()) == 2


def test_a_member_is_not_invited(cast):
    with pytest.raises(RuleBroken, match="already_member"):
        invite(cast, email=cast.member.email)


def test_an_invitation_is_over_after_a_month(cast, charter):
    invitation = invite(cast)
    with clock.at(clock.now() + timedelta(days=31)), pytest.raises(RuleBroken, match="invitation_over"):
        actions.accept_invitation(invitation=invitation, by=invitation.person, version=charter)


def test_a_pasted_list_invites_each_and_names_the_bad_lines(cast, client_of, outbox):
    page = client_of(cast.facilitator)
    address = f"/cercles/{cast.circle.slug}/entrees/liste/"

    refused = page.post(address, {"addresses": "Nora Petit <nora@exemple.fr>\npas une adresse", "message": "Venez."})
    assert refused.status_code == 422
    assert "Nora Petit &lt;nora@exemple.fr&gt;" in refused.content.decode()
    assert outbox() == []

    page.post(
        address, {"addresses": f"Nora Petit <nora@exemple.fr>; lea@exemple.fr\n{cast.member.email}", "message": ""}
    )
    assert [mail.to for mail in outbox()] == ["nora@exemple.fr", "lea@exemple.fr"]


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


def test_a_letter_ticks_no_answer_in_her_place(cast, client, outbox, path_in):
    """To accept a charter is an act: a page sent as it came does nothing."""
    invite(cast)
    path = path_in(outbox()[0])

    page = client.get(path).content.decode()
    answer = client.post(path, {"version": cast.circle.charter_versions.get().pk})

    assert "checked" not in page
    assert answer.status_code == 422
    assert not Membership.objects.filter(person__email="nora@exemple.fr").exists()


def test_whoever_has_no_organisation_is_not_asked_for_which_one(cast, client, outbox, path_in):
    invite(cast)
    assert "Vous y êtes pour" not in client.get(path_in(outbox()[0])).content.decode()


def test_each_button_of_the_invitations_says_to_whom(cast, client_of):
    invite(cast, name="Nora Petit")
    page = client_of(cast.facilitator).get(f"/cercles/{cast.circle.slug}/entrees/").content.decode()
    assert page.count('<span class="visually-hidden"> · Nora Petit</span></button>') == 2
