"""Coming in by invitation: one address, a pasted list, the letter and its link."""

from datetime import timedelta

import pytest

from cercles.circles import actions, rules
from cercles.circles.models import CharterAcceptance, Invitation, Membership
from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.people.models import User

pytestmark = pytest.mark.django_db


def invite(cast, email="nora@exemple.fr", name="Nora Petit", **fields):
    return actions.invite(circle=cast.circle, by=cast.facilitator, email=email, name=name, **fields)


def test_an_unknown_person_enters_from_her_letter_in_one_act(cast, charter, client, outbox, path_in):
    invite(cast, message="Votre expérience nous manque.")
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


def test_whoever_was_invited_by_her_address_alone_says_her_name_as_she_enters(cast, charter, client, outbox, path_in):
    invite(cast, name="")
    path = path_in(outbox()[0])
    accepting = {"version": charter.pk, "answer": "accept", "reason": "Un mot gardé."}

    refused = client.post(path, accepting)
    assert refused.status_code == 422
    assert "Dites comment vous appeler" in refused.content.decode()
    assert "Un mot gardé." in refused.content.decode()
    client.post(path, {**accepting, "name": " Nora  Petit "})

    nora = User.objects.get(email="nora@exemple.fr")
    assert (nora.name, nora.search_key, nora.state) == ("Nora Petit", "nora petit", "invited")
    assert rules.is_member(nora, cast.circle)


def test_a_name_already_known_is_not_asked_nor_changed(cast, charter, client, outbox, path_in):
    invite(cast)
    path = path_in(outbox()[0])

    assert 'name="name"' not in client.get(path).content.decode()
    client.post(path, {"version": charter.pk, "answer": "accept", "name": "Une autre"})

    assert User.objects.get(email="nora@exemple.fr").name == "Nora Petit"


def test_declining_asks_no_name(cast, charter, client, outbox, path_in):
    invite(cast, name="")

    assert client.post(path_in(outbox()[0]), {"version": charter.pk, "answer": "decline"}).status_code == 302


def test_an_answered_letter_says_so_and_asks_nothing(cast, charter, client, outbox, path_in):
    invite(cast)
    path = path_in(outbox()[0])
    client.post(path, {"version": charter.pk, "answer": "accept"})

    page = client.get(path).content.decode()

    assert "Vous avez déjà accepté cette invitation." in page
    assert 'name="answer"' not in page


def test_an_invitation_says_which_role_is_offered(cast, client, outbox, path_in):
    invite(cast, role="observer")
    assert "Observe" in client.get(path_in(outbox()[0])).content.decode()


def test_coming_in_by_one_door_closes_the_others(cast, charter, client, client_of, outbox, path_in):
    """Invited and asking at once: nobody answers twice, and no member reads that her request is refused."""
    request = actions.ask_to_join(circle=cast.circle, by=cast.account, version=charter)
    invitation = invite(cast, email=cast.account.email)

    actions.accept_invitation(invitation=invitation, by=cast.account, version=charter)

    request.refresh_from_db()
    assert request.state == "accepted"
    assert "Aucune demande n’attend votre réponse." in page_of_entries(cast, client_of)
    with pytest.raises(RuleBroken, match="already_answered"):
        actions.decline_request(request=request, by=cast.facilitator, reason="Complet.")


def test_a_member_is_not_shown_as_invited(cast, charter, client_of):
    request = actions.ask_to_join(circle=cast.circle, by=cast.account, version=charter)
    invite(cast, email=cast.account.email)

    actions.accept_request(request=request, by=cast.facilitator)

    assert [row.state for row in Invitation.objects.all()] == ["accepted"]
    assert cast.account.name not in page_of_entries(cast, client_of)


def page_of_entries(cast, client_of):
    return client_of(cast.facilitator).get(f"/cercles/{cast.circle.slug}/entrees/").content.decode()


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


def test_a_pasted_list_invites_who_can_be_read_and_keeps_the_other_lines(cast, client_of, outbox):
    page, address = client_of(cast.facilitator), f"/cercles/{cast.circle.slug}/entrees/liste/"

    pasted = f"Nora Petit <nora@exemple.fr>; lea@exemple.fr\npas une adresse\n{cast.member.email}"
    assert page.post(address, {"addresses": pasted, "message": "Venez."}).url == address

    assert [mail.to for mail in outbox()] == ["nora@exemple.fr", "lea@exemple.fr"]
    told = page.get(address).content.decode().replace("\xa0", " ")
    assert "1 personne est déjà membre du cercle : member@example.org." in told
    assert "« pas une adresse » : aucune adresse électronique" in told
    assert ">\npas une adresse</textarea>" in told


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
    invite(cast)
    page = client_of(cast.facilitator).get(f"/cercles/{cast.circle.slug}/entrees/").content.decode()
    assert page.count('<span class="visually-hidden"> · Nora Petit</span></button>') == 2
