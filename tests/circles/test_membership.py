"""Being in a circle, leaving it, handing it over."""

import pytest

from cercles.circles import actions, queries, rules
from cercles.circles.models import Handover, JoinLink, JoinRequest, Membership
from cercles.core.errors import RuleBroken
from cercles.people.actions import erase_person
from tests.factories.circles import MembershipFactory

pytestmark = pytest.mark.django_db


def row(cast, person):
    return Membership.objects.current().get(circle=cast.circle, person=person)


def test_leaving_tells_who_facilitates_and_keeps_the_dates(cast, outbox):
    left = actions.leave_circle(circle=cast.circle, by=cast.member, reason="Un autre projet.")

    assert left.until is not None
    assert not rules.is_member(cast.member, cast.circle)
    assert [mail.to for mail in outbox()] == ["facilitator@example.org"]
    assert "Un autre projet." in outbox()[0].text


def test_the_last_facilitator_stays_until_the_circle_closes(cast):
    with pytest.raises(RuleBroken, match="last_facilitator"):
        actions.leave_circle(circle=cast.circle, by=cast.facilitator)
    actions.close_circle(circle=cast.circle, by=cast.facilitator, note="Mission remplie.")
    actions.leave_circle(circle=cast.circle, by=cast.facilitator)
    assert list(Membership.objects.facilitators()) == []


def test_removing_needs_a_reason_that_the_person_receives(cast, client_of, outbox):
    address = f"/cercles/{cast.circle.slug}/membres/{row(cast, cast.member).pk}/retirer/"
    browser = client_of(cast.facilitator)

    assert browser.post(address, {"reason": ""}).status_code == 422
    browser.post(address, {"reason": "Démarchage répété."})

    assert not rules.is_member(cast.person("member"), cast.circle)
    assert (outbox()[0].to, "Démarchage répété." in outbox()[0].text) == ("member@example.org", True)


def test_a_role_is_given_and_the_person_is_told(cast, outbox):
    actions.change_member(membership=row(cast, cast.member), by=cast.facilitator, role="co_facilitator")

    assert rules.is_facilitator(cast.person("member"), cast.circle)
    assert [mail.to for mail in outbox()] == ["member@example.org"]


def test_facilitation_is_not_given_it_is_handed_over(cast):
    with pytest.raises(RuleBroken, match="role_not_given"):
        actions.change_member(membership=row(cast, cast.member), by=cast.facilitator, role="facilitator")


def test_a_handover_is_accepted_from_the_letter(cast, client, outbox, path_in):
    actions.propose_handover(
        circle=cast.circle, by=cast.facilitator, taker=row(cast, cast.member), stays_as="sponsor", message="À vous ?"
    )
    client.post(path_in(outbox()[0]), {"answer": "accept", "reason": ""})

    assert row(cast, cast.member).role == "facilitator"
    assert row(cast, cast.facilitator).role == "sponsor"
    assert [mail.to for mail in outbox()[1:]] == ["facilitator@example.org", "member@example.org"]


def test_a_declined_handover_changes_nothing(cast, client_of):
    handover = actions.propose_handover(circle=cast.circle, by=cast.facilitator, taker=row(cast, cast.member))

    client_of(cast.member).post(f"/cercles/relais/{handover.ref}/", {"answer": "decline", "reason": "Pas le temps."})

    assert [(made.state, made.reason) for made in Handover.objects.all()] == [("declined", "Pas le temps.")]
    assert row(cast, cast.facilitator).role == "facilitator"


def test_a_handover_to_who_left_meanwhile_does_not_hold(cast):
    handover = actions.propose_handover(circle=cast.circle, by=cast.facilitator, taker=row(cast, cast.member))
    actions.leave_circle(circle=cast.circle, by=cast.member)

    with pytest.raises(RuleBroken, match="already_answered"):
        actions.accept_handover(handover=handover, by=cast.member)
    assert row(cast, cast.facilitator).role == "facilitator"


def test_a_relay_offered_to_who_left_waits_for_nobody(cast):
    actions.propose_handover(circle=cast.circle, by=cast.facilitator, taker=row(cast, cast.member))
    actions.leave_circle(circle=cast.circle, by=cast.member)

    assert queries.handover_offered(cast.circle, cast.facilitator) is None
    assert queries.due_of(cast.member) == []


def test_who_leads_alone_is_shown_the_two_ways_out_instead_of_a_form(cast, client_of):
    address = f"/cercles/{cast.circle.slug}/quitter/"
    assert client_of(cast.facilitator).get(address).content.decode().count('name="reason"') == 0
    assert client_of(cast.member).get(address).content.decode().count('name="reason"') == 1
    actions.close_circle(circle=cast.circle, by=cast.facilitator, note="Fin.")
    assert client_of(cast.facilitator).get(address).content.decode().count('name="reason"') == 1


def test_a_second_proposal_replaces_the_first(cast):
    other = MembershipFactory(circle=cast.circle)
    first = actions.propose_handover(circle=cast.circle, by=cast.facilitator, taker=row(cast, cast.member))
    actions.propose_handover(circle=cast.circle, by=cast.facilitator, taker=other)

    with pytest.raises(RuleBroken, match="already_answered"):
        actions.accept_handover(handover=first, by=cast.member)


def test_closing_answers_what_waits_and_stops_every_new_act(cast, charter, outbox):
    actions.ask_to_join(circle=cast.circle, by=cast.account, version=charter)
    actions.renew_join_link(circle=cast.circle, by=cast.facilitator)

    actions.close_circle(circle=cast.circle, by=cast.facilitator, note="Mission remplie.")

    assert JoinRequest.objects.get().state == "declined"
    assert JoinLink.objects.filter(revoked_at__isnull=True).count() == 0
    assert outbox()[-1].to == "account@example.org"
    with pytest.raises(RuleBroken, match="circle_closed"):
        actions.add_theme(circle=cast.circle, by=cast.facilitator, label="Trop tard")


def test_every_member_is_told_that_the_circle_is_closed_and_why(cast, outbox):
    note = actions.close_circle(circle=cast.circle, by=cast.facilitator, note="Mission remplie.")

    for _ in range(2):
        actions.write_closing_letters(note.pk)

    [letter] = outbox()
    assert letter.to == "member@example.org"
    assert "Mission remplie." in letter.text
    actions.reopen_circle(circle=cast.circle, by=cast.facilitator, stage="active", note="Une question encore.")
    MembershipFactory(circle=cast.circle)
    actions.write_closing_letters(note.pk)
    assert len(outbox()) == 1


def test_a_stage_is_said_with_a_note_and_a_closed_circle_may_open_again(cast):
    with pytest.raises(RuleBroken, match="reason_missing"):
        actions.set_stage(circle=cast.circle, by=cast.facilitator, stage="maturing", note=" ")
    actions.set_stage(circle=cast.circle, by=cast.facilitator, stage="maturing", note="Trois entrées.")
    actions.close_circle(circle=cast.circle, by=cast.facilitator, note="Fin.")
    actions.reopen_circle(circle=cast.circle, by=cast.facilitator, stage="active", note="Une nouvelle question.")

    assert [note.stage for note in cast.circle.stage_notes.all()] == ["active", "closed", "maturing"]


def test_the_only_facilitator_hands_over_before_her_account_is_erased(cast):
    with pytest.raises(RuleBroken, match="erase_blocked"):
        erase_person(by=cast.facilitator)


def test_an_erased_account_leaves_what_it_shared_for_its_organisation(cast):
    theme = actions.add_theme(circle=cast.circle, by=cast.facilitator, label="Achats")
    position = actions.state_position(theme=theme, by=cast.member, level="usual", text="12 % de nos achats.")

    erase_person(by=cast.member)

    position.refresh_from_db()
    assert str(position.said_by) == "ancien membre"
    assert Membership.objects.current().filter(person=cast.member).count() == 0


def test_an_erased_account_takes_away_what_she_said_for_herself(cast):
    alone = MembershipFactory(circle=cast.circle)
    theme = actions.add_theme(circle=cast.circle, by=cast.facilitator, label="Achats")
    actions.state_position(theme=theme, by=alone.person, level="usual", text="Chez moi.")

    erase_person(by=alone.person)

    assert theme.positions.count() == 0


def test_an_open_circle_without_facilitator_is_told_to_the_operator(cast):
    assert queries.contradictions() == []
    Membership.objects.facilitators().update(role="member")
    assert [line.replace("\xa0", " ") for line in queries.contradictions()] == [
        "Le cercle « Cercle des pairs » n’a personne pour l’animer."
    ]


def test_a_relay_with_nobody_to_take_it_leads_to_an_invitation(cast, client_of):
    address = f"/cercles/{cast.circle.slug}/relais/"
    assert 'name="taker"' in client_of(cast.facilitator).get(address).content.decode()
    actions.leave_circle(circle=cast.circle, by=cast.member)
    alone = client_of(cast.facilitator).get(address).content.decode()
    assert ('name="taker"' in alone, f"/cercles/{cast.circle.slug}/entrees/inviter/" in alone) == (False, True)
