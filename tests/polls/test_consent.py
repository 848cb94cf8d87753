"""A consent: objections treated one by one, the proposal that changes asked again, adopted when none is left."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.journal.models import OutgoingMail
from cercles.polls import actions, emails, queries
from cercles.polls.adapters.archive import POLLS
from cercles.polls.models import Ballot, Objection, Poll
from tests.cast import make_cast
from tests.factories.circles import MembershipFactory
from tests.factories.polls import make_consent

pytestmark = pytest.mark.django_db


def say(poll, person, answer, reason=""):
    return actions.answer_poll(poll=poll, by=person, answer=answer, reason=reason)


def counts(poll):
    return [line.count for line in queries.results_of(Poll.objects.get(pk=poll.pk)).lines]


@pytest.mark.parametrize("answer", ["concern", "objection"])
def test_a_concern_and_an_objection_are_said(cast, answer):
    with pytest.raises(RuleBroken, match="Dites votre réserve"):
        say(make_consent(cast), cast.member, answer, "   ")
    with pytest.raises(RuleBroken, match="Choisissez"):
        say(make_consent(cast), cast.member, "")


def test_an_objection_is_told_to_who_treats_it_and_waits_for_her(cast, client_of):
    poll = make_consent(cast)
    say(poll, cast.member, "objection", "Trop tôt pour trois.")
    mail = OutgoingMail.objects.get(key__endswith="-raised")
    assert (mail.to, "Trop tôt pour trois." in mail.text) == ("facilitator@example.org", True)
    items = [(item.title, item.note) for item in queries.due_of(cast.person("facilitator"))]
    assert ("Ouvrir le cercle", "1 objection à traiter") in items
    page = client_of(cast.facilitator).get(poll.get_absolute_url()).content.decode()
    assert [word in page for word in ("Trop tôt pour trois.", "Traiter l’objection", "Malo Membre")] == [True] * 3
    assert "Traiter l’objection" not in client_of(cast.member).get(poll.get_absolute_url()).content.decode()


def test_integrated_it_changes_the_proposal_and_every_voice_is_asked_again(cast, client_of, outbox):
    poll = make_consent(cast)
    say(poll, cast.facilitator, "consent")
    say(poll, cast.member, "objection", "Trop tôt pour trois.")
    row = Objection.objects.get()
    url = reverse("polls:objection", args=[poll.ref, row.pk])
    told = {"verb": "integrate", "response": "Une seule d’abord.", "text": poll.text, "round": "1"}
    browser = client_of(cast.facilitator)
    assert "La proposition n’a pas changé" in browser.post(url, told).content.decode()
    assert browser.post(url, told | {"text": "Nous ouvrons à une collectivité."}).status_code == 302
    fresh = Poll.objects.get()
    assert (fresh.round, fresh.text, counts(poll)) == (2, "Nous ouvrons à une collectivité.", [0, 0, 0])
    assert fresh.versions.get().text.startswith("Nous ouvrons le cercle à")
    assert Objection.objects.get().state == "integrated"
    assert "Une seule d’abord." in OutgoingMail.objects.get(key__endswith="-treated").text
    actions.ask_voters(poll=poll.pk, round=1)  # late: that text is no more
    actions.ask_voters(poll=poll.pk, round=2)
    asked = [mail for mail in outbox() if mail.key.startswith("poll-ask")]
    assert sorted(mail.to for mail in asked) == ["facilitator@example.org", "member@example.org"]
    assert asked[0].subject.startswith("Proposition changée")
    page = browser.get(poll.get_absolute_url()).content.decode()
    assert [word in page for word in ("La proposition n° 1", "texte qui a changé", "Une seule d’abord.")] == [True] * 3


def test_an_objection_to_a_former_text_is_said_beside_the_count_as_long_as_it_stands(cast, client_of):
    """« J’objecte : 0 » counts the answers to the text of now; the objection that holds it back is told of."""
    poll = make_consent(cast)
    third = MembershipFactory(circle=cast.circle).person
    say(poll, third, "objection", "Trop tôt.")
    say(poll, cast.member, "objection", "Trop cher.")
    row = Objection.objects.get(text="Trop cher.")
    actions.integrate_objection(objection=row, by=cast.facilitator, text="Un autre texte.", response="Oui.")
    say(poll, cast.member, "consent")
    browser = client_of(cast.facilitator)
    told = "1 objection à un texte d’avant n’a pas été traitée : elle compte toujours."
    page = browser.get(poll.get_absolute_url()).content.decode().replace("\xa0", " ")
    assert (told in page, counts(poll)) == (True, [1, 0, 0])
    assert page.count('<span class="missing">personne</span>') == 2  # nobody has a reservation, nobody objects
    say(poll, third, "consent")
    page = browser.get(poll.get_absolute_url()).content.decode().replace("\xa0", " ")
    assert ("texte d’avant" in page, counts(poll)) == (False, [2, 0, 0])


def test_a_text_changed_past_its_day_is_asked_about_for_three_days_before_it_is_adopted(cast, outbox):
    poll = make_consent(cast)
    say(poll, cast.member, "objection", "Trop tôt pour trois.")
    late = poll.closes_at + timedelta(hours=1)
    with clock.at(late):
        actions.close_due()
        actions.integrate_objection(
            objection=Objection.objects.get(), by=cast.facilitator, text="Nous ouvrons à une.", response="Une d’abord."
        )
        actions.ask_voters(poll=poll.pk, round=2)
        assert actions.close_due() == {"closed": 0}
        fresh = Poll.objects.get()
        assert (fresh.state, fresh.closes_at, fresh.takes_answers) == ("open", late + timedelta(days=3), True)
        say(poll, cast.facilitator, "objection", "Une, c’est encore trop.")
    assert len([mail for mail in outbox() if mail.key.startswith(f"poll-ask-{poll.pk}-2-")]) == 2
    with clock.at(late + timedelta(days=4)):
        assert actions.close_due() == {"closed": 0}
    early = make_consent(cast)
    say(early, cast.member, "objection", "Trop tôt.")
    row = Objection.objects.get(poll=early)
    actions.integrate_objection(objection=row, by=cast.facilitator, text="Autre chose.", response="Oui.")
    assert Poll.objects.get(pk=early.pk).closes_at == early.closes_at


def test_two_objections_taken_in_at_once_lose_no_word_of_the_first(cast, client_of):
    other = MembershipFactory(circle=cast.circle).person
    poll = make_consent(cast)
    say(poll, cast.member, "objection", "Trop tôt.")
    say(poll, other, "objection", "Trop cher.")
    first, second = Objection.objects.order_by("pk")
    browser, told = client_of(cast.facilitator), {"verb": "integrate", "response": "Oui.", "round": "1"}
    urls = [reverse("polls:objection", args=[poll.ref, row.pk]) for row in (first, second)]
    assert [browser.get(url).context["form"]["round"].value() for url in urls] == [1, 1]
    assert browser.post(urls[0], told | {"text": "Nous ouvrons en juin."}).status_code == 302
    answer = browser.post(urls[1], told | {"text": "Nous ouvrons gratuitement."})
    page = answer.content.decode()
    assert (answer.status_code, "La proposition a changé entre-temps" in page) == (422, True)
    assert ["Nous ouvrons en juin." in page, "Nous ouvrons gratuitement." in page] == [True, True]
    assert Poll.objects.get().text == "Nous ouvrons en juin."
    assert answer.context["form"]["round"].value() == "2"
    browser.post(urls[1], told | {"round": "2", "text": "Nous ouvrons en juin, gratuitement."})
    assert Poll.objects.get().text == "Nous ouvrons en juin, gratuitement."


def test_set_aside_it_needs_a_reason_that_everybody_reads(cast, client_of):
    poll = make_consent(cast)
    say(poll, cast.member, "objection", "Je préférerais l’an prochain.")
    row = Objection.objects.get()
    with pytest.raises(RuleBroken, match="Dites pourquoi"):
        actions.set_aside_objection(objection=row, by=cast.facilitator, response=" ")
    actions.set_aside_objection(objection=row, by=cast.facilitator, response="Une préférence, sans risque nommé.")
    with pytest.raises(RuleBroken, match="déjà été traitée"):
        actions.integrate_objection(objection=row, by=cast.facilitator, response="Oui.", text="Autre.")
    assert "sans risque nommé" in client_of(cast.member).get(poll.get_absolute_url()).content.decode()
    actions.close_poll(poll=poll, by=cast.facilitator)
    assert Poll.objects.get().adopted is True


def test_who_objected_lifts_it_by_her_button_or_by_consenting(cast, client_of):
    poll = make_consent(cast)
    say(poll, cast.member, "objection", "Trop tôt.")
    say(poll, cast.member, "objection", "Trop tôt pour trois.")
    row = Objection.objects.get()
    assert row.text == "Trop tôt pour trois."
    lift = reverse("polls:objection_lift", args=[poll.ref, row.pk])
    assert "Lever mon objection" in client_of(cast.member).get(poll.get_absolute_url()).content.decode()
    assert client_of(cast.facilitator).post(lift).status_code == 404
    assert client_of(cast.member).post(lift).status_code == 302
    say(poll, cast.member, "objection", "Encore un doute.")
    say(poll, cast.member, "consent")
    assert sorted(Objection.objects.values_list("state", flat=True)) == ["withdrawn", "withdrawn"]


@pytest.mark.parametrize("treated", ["set_aside", "withdrawn"])
def test_the_same_answer_sent_again_raises_no_treated_objection_anew(cast, treated):
    poll = make_consent(cast)
    say(poll, cast.member, "objection", "Trop tôt.")
    row = Objection.objects.get()
    if treated == "set_aside":
        actions.set_aside_objection(objection=row, by=cast.facilitator, response="Une préférence.")
    else:
        actions.withdraw_objection(objection=row, by=cast.member)
    say(poll, cast.member, "objection", " Trop tôt. ")
    assert list(Objection.objects.values_list("state", flat=True)) == [treated]
    assert OutgoingMail.objects.filter(key__endswith="-raised").count() == 1
    say(poll, cast.member, "objection", "Personne n’a lu les statuts.")
    assert list(Objection.objects.values_list("state", flat=True)) == [treated, "raised"]
    assert OutgoingMail.objects.filter(key__endswith="-raised").count() == 2


def test_the_same_words_are_a_new_objection_to_a_new_text_and_after_a_consent_that_lifted_it(cast):
    poll = make_consent(cast)
    say(poll, cast.member, "objection", "Trop tôt.")
    say(poll, cast.member, "consent")
    say(poll, cast.member, "objection", "Trop tôt.")
    assert list(Objection.objects.values_list("state", flat=True)) == ["withdrawn", "raised"]
    row = Objection.objects.get(state="raised")
    actions.integrate_objection(objection=row, by=cast.facilitator, text="Un autre texte.", response="Oui.")
    say(poll, cast.member, "objection", "Trop tôt.")
    assert list(Objection.objects.values_list("state", flat=True)) == ["withdrawn", "integrated", "raised"]


def test_what_was_set_aside_does_not_come_back_by_way_of_a_consent(cast):
    poll = make_consent(cast)
    say(poll, cast.member, "objection", "Trop tôt.")
    actions.set_aside_objection(objection=Objection.objects.get(), by=cast.facilitator, response="Une préférence.")
    say(poll, cast.member, "consent")
    say(poll, cast.member, "objection", "Trop tôt.")
    assert list(Objection.objects.values_list("state", flat=True)) == ["set_aside"]


def test_an_objection_that_does_not_stand_is_counted_apart_in_the_letter_the_page_and_the_export(
    cast, client_of, outbox
):
    others = [MembershipFactory(circle=cast.circle).person for _ in range(2)]
    poll = make_consent(cast)
    for person, words in ((cast.member, "Trop tôt."), (others[0], "Trop cher."), (others[1], "Trop loin.")):
        say(poll, person, "objection", words)
    lifted, aside = Objection.objects.filter(text__in=("Trop tôt.", "Trop cher.")).order_by("pk")
    actions.withdraw_objection(objection=lifted, by=cast.member)
    actions.set_aside_objection(objection=aside, by=cast.facilitator, response="Une préférence.")
    lines = {line.label: (line.count, line.share) for line in queries.results_of(Poll.objects.get()).lines}
    assert lines == {
        "Je consens": (0, 0), "Je consens avec une réserve, que je dis": (0, 0), "J’objecte": (1, 33),
        "Objection levée": (1, 33), "Objection non retenue": (1, 33),
    }  # fmt: skip

    say(poll, others[1], "consent")
    actions.close_poll(poll=poll, by=cast.facilitator)
    emails.closed(Poll.objects.get(), cast.member)
    letter = OutgoingMail.objects.get(key=f"poll-closed-{poll.pk}-{cast.member.pk}").text.replace("\xa0", " ")
    told = ("adoptée : il ne reste pas", "– J’objecte : 0", "– Objection levée : 1", "– Objection non retenue : 1")
    assert [words in letter for words in told] == [True] * 4
    page = client_of(cast.member).get(poll.get_absolute_url()).content.decode()
    assert [page.count(f'<th scope="row">{words}</th>') for words in ("Objection levée", "Objection non retenue")] == [
        1,
        1,
    ]
    row = POLLS.rows(SimpleNamespace(circle=cast.circle)).get()
    (answers,) = [
        part.text.replace("\xa0", " ") for part in POLLS.sheet(row, None).parts if part.heading == "Les réponses"
    ]
    assert answers.split("\n")[2:] == ["- J’objecte : 0", "- Objection levée : 1", "- Objection non retenue : 1"]


def test_said_again_of_the_changed_text_an_objection_left_to_treat_is_about_that_text(cast):
    other = MembershipFactory(circle=cast.circle).person
    poll = make_consent(cast)
    say(poll, cast.member, "objection", "Trop tôt.")
    say(poll, other, "objection", "Trop cher.")
    row = Objection.objects.get(text="Trop cher.")
    actions.integrate_objection(objection=row, by=cast.facilitator, text="Un autre texte.", response="Oui.")
    say(poll, cast.member, "objection", "Trop tôt.")
    row = Objection.objects.get(text="Trop tôt.")
    assert (row.round, counts(poll)) == (2, [0, 0, 1])
    actions.set_aside_objection(objection=row, by=cast.facilitator, response="Une préférence.")
    say(poll, cast.member, "objection", "Trop tôt.")
    assert (Objection.objects.count(), counts(poll)) == (2, [0, 0, 0, 1])


def test_past_its_day_it_waits_for_people_while_an_objection_is_left(cast):
    poll = make_consent(cast)
    say(poll, cast.member, "objection", "Trop tôt.")
    with clock.at(poll.closes_at + timedelta(hours=1)):
        assert actions.close_due() == {"closed": 0}
        actions.close_poll(poll=poll, by=cast.facilitator, outcome="Nous en reparlerons.")
    assert Poll.objects.get().adopted is False
    other = make_consent(cast)
    with clock.at(other.closes_at + timedelta(hours=1)):
        assert actions.close_due() == {"closed": 1}
    assert Poll.objects.get(pk=other.pk).adopted is True


def test_results_of_a_consent_are_always_read(cast):
    assert make_consent(cast, shown_when="closed").shown_when == "always"


ACTS = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from(["consent", "concern", "objection", "integrate", "set_aside", "lift", "leave"]),
    ),
    max_size=14,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_whatever_is_done_a_voice_has_one_answer_and_at_most_one_objection_to_treat(acts):
    from django.db import transaction

    with transaction.atomic():
        cast = make_cast()
        people = [cast.member, cast.facilitator, MembershipFactory(circle=cast.circle).person]
        poll = make_consent(cast)
        for number, (who, act) in enumerate(acts):
            _do(cast, poll, people[who], act, number)
        current = Ballot.objects.filter(poll=poll)
        raised = Objection.objects.filter(poll=poll, state="raised")
        assert current.count() == len(set(current.values_list("person", flat=True)))
        assert raised.count() == len(set(raised.values_list("ballot", flat=True)))
        fresh = Poll.objects.get(pk=poll.pk)
        assert sum(counts(poll)) + queries.results_of(fresh).former == current.count()
        actions.close_poll(poll=poll, by=cast.facilitator)
        assert Poll.objects.get(pk=poll.pk).adopted is not raised.exists()
        transaction.set_rollback(True)


def _do(cast, poll, person, act, number):
    if act in ("consent", "concern", "objection"):
        say(poll, person, act, f"Parce que {number}.")
        return
    row = Objection.objects.filter(poll=poll, person=person, state="raised").first()
    if row is None:
        return
    if act == "integrate":
        actions.integrate_objection(objection=row, by=cast.facilitator, text=f"Texte {number}.", response="Oui.")
    elif act == "set_aside":
        actions.set_aside_objection(objection=row, by=cast.facilitator, response="Non.")
    elif act == "lift":
        actions.withdraw_objection(objection=row, by=person)
    else:
        actions.forget_member(cast.circle, person)
