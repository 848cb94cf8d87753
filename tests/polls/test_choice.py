"""A choice: opened, answered in the site and from the mail, changed, closed; results only when they may be read."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse

from cercles.circles.actions import close_circle, leave_circle
from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.journal.models import Job, Link, OutgoingMail
from cercles.people.actions import erase_person
from cercles.polls import actions, queries
from cercles.polls.models import Ballot, Poll
from tests.factories.circles import MembershipFactory, ThreadFactory
from tests.factories.polls import make_poll, picked

pytestmark = pytest.mark.django_db


def counts(poll):
    return {line.label: line.count for line in queries.results_of(poll).lines}


def path_in(mail):
    return re.search(rf"{re.escape(settings.SITE_URL)}(/l/\S+)", mail.text).group(1)


def letter(cast, poll, person):
    actions.ask_voters(poll=poll.pk, round=poll.round)
    return OutgoingMail.objects.get(key=f"poll-ask-{poll.pk}-{poll.round}-{person.pk}")


def test_a_member_opens_one_from_the_site(cast, client_of):
    browser, thread = client_of(cast.member), ThreadFactory(circle=cast.circle, title="Juin")
    url = f"{reverse('polls:open', args=[cast.circle.slug])}?echange={thread.ref}"
    assert 'value="Juin"' in browser.get(url).content.decode()
    told = {
        "title": "Quel thème ?", "kind": "choice", "options": "Les stocks\n\nLes achats\nLes stocks", "text": "",
        "closes_on": f"{clock.today() + timedelta(days=3):%Y-%m-%d}", "voters": "person", "shown_when": "always",
    }  # fmt: skip
    answer = browser.post(url, told)
    poll = Poll.objects.get()
    assert answer.url == poll.get_absolute_url()
    assert [option.label for option in poll.options.all()] == ["Les stocks", "Les achats"]
    assert Link.objects.filter(origin_id=thread.pk, outcome_id=poll.pk, verb="asked").count() == 1
    assert Job.objects.filter(verb="polls.ask").count() == 1
    page = browser.get(poll.get_absolute_url()).content.decode()
    assert [word in page for word in ("Les stocks", "Personne n’a encore répondu", "Juin")] == [True, True, True]


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"options": "Une seule"}, "options"),
        ({"options": "\n".join(f"Réponse {n}" for n in range(21))}, "options"),
        ({"options": f"Courte\n{'l' * 200}"}, "options"),
        ({"title": "   "}, "title"),
        ({"closes_on": "2019-01-01"}, "closes_on"),
        ({"closes_on": "2119-01-01"}, "closes_on"),
        ({"kind": "consent", "options": ""}, "text"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(cast, client_of, told, field):
    good = {
        "title": "Quel thème ?", "kind": "choice", "options": "Un\nDeux", "text": "", "closes_on": f"{clock.today():%Y-%m-%d}",
        "voters": "person", "shown_when": "always",
    }  # fmt: skip
    answer = client_of(cast.member).post(reverse("polls:open", args=[cast.circle.slug]), good | told)
    assert (answer.status_code, Poll.objects.count()) == (422, 0)
    assert list(answer.context["form"].errors) == [field]
    assert answer.context["form"]["voters"].value() == "person"


def test_it_is_answered_from_the_mail_without_signing_in(cast, client, outbox):
    poll = make_poll(cast)
    path = path_in(letter(cast, poll, cast.member))
    page = client.get(path).content.decode()
    assert [word in page for word in ("Quel thème pour juin", "Les stocks", "Envoyer ma réponse")] == [True, True, True]
    assert Ballot.objects.count() == 0
    stocks, achats = picked(poll, "Les stocks")[0], picked(poll, "Les achats")[0]
    for chosen in (stocks, stocks, achats):
        assert client.post(path, {"options": chosen.pk}).status_code == 302
    assert counts(poll) == {"Les stocks": 0, "Les achats": 1, "Les tournées": 0}
    assert "Votre réponse : Les achats" in " ".join(outbox()[-1].text.split())
    assert "déjà notée" in client.get(path).content.decode()


def test_a_letter_that_was_forwarded_shows_nothing_once_its_person_says_so(cast, client):
    poll = make_poll(cast)
    path = path_in(letter(cast, poll, cast.member))
    cast.member.link_counter += 1
    cast.member.save()
    assert client.post(path, {"options": picked(poll, "Les stocks")[0].pk}).status_code == 410
    assert Ballot.objects.count() == 0


def test_after_the_end_nothing_is_noted_and_the_page_says_so(cast, client, client_of):
    poll = make_poll(cast)
    path, option = path_in(letter(cast, poll, cast.member)), picked(poll, "Les stocks")[0].pk
    with clock.at(poll.closes_at + timedelta(seconds=1)):
        with pytest.raises(RuleBroken, match="temps de répondre"):
            actions.answer_poll(poll=poll, by=cast.member, options=picked(poll, "Les stocks"))
        assert client_of(cast.member).post(poll.get_absolute_url(), {"options": option}).status_code == 302
        assert client.get(path).status_code == 410
        assert actions.close_due() == {"closed": 1}
        assert actions.close_due() == {"closed": 0}
    assert Ballot.objects.count() == 0


def test_one_answer_or_several_as_it_was_opened(cast):
    one, many = make_poll(cast), make_poll(cast, takes_many=True)
    both = ("Les stocks", "Les achats")
    with pytest.raises(RuleBroken, match="Une seule"):
        actions.answer_poll(poll=one, by=cast.member, options=picked(one, *both))
    actions.answer_poll(poll=many, by=cast.member, options=picked(many, *both))
    assert counts(many) == {"Les stocks": 1, "Les achats": 1, "Les tournées": 0}
    with pytest.raises(RuleBroken, match="Choisissez"):
        actions.answer_poll(poll=one, by=cast.member, options=picked(many, *both))


def test_results_kept_for_the_end_are_read_by_nobody_before(cast, client_of):
    poll = make_poll(cast, shown_when="closed")
    actions.answer_poll(poll=poll, by=cast.member, options=picked(poll, "Les achats"))
    for person in (cast.member, cast.facilitator):
        page = client_of(person).get(poll.get_absolute_url())
        assert page.context["results"] is None
        assert "personne ne les voit avant" in page.content.decode()
    assert "Malo Membre" not in page.content.decode()
    actions.close_poll(poll=poll, by=cast.facilitator, outcome="Ce sera les achats.")
    page = client_of(cast.member).get(poll.get_absolute_url()).content.decode()
    assert [word in page for word in ("Malo Membre", "Ce sera les achats.", "sur 2")] == [True, True, True]


def test_everybody_is_told_what_came_out_once(cast, outbox):
    poll = make_poll(cast)
    actions.answer_poll(poll=poll, by=cast.member, options=picked(poll, "Les achats"))
    for _twice in range(2):
        actions.close_poll(poll=poll, by=cast.facilitator, outcome="Les achats.")
        actions.tell_closed(poll=poll.pk)
    told = [mail for mail in outbox() if mail.key.startswith(f"poll-closed-{poll.pk}-")]
    assert sorted(mail.to for mail in told) == ["facilitator@example.org", "member@example.org"]
    assert "Les achats" in told[0].text


def test_who_said_nothing_is_reminded_once_two_days_before(cast, outbox):
    poll, short = make_poll(cast), make_poll(cast, closes_at=clock.now() + timedelta(days=3))
    actions.answer_poll(poll=poll, by=cast.member, options=picked(poll, "Les achats"))
    assert actions.remind_voters() == {"letters": 0}
    with clock.at(poll.closes_at - timedelta(days=1)):
        assert [actions.remind_voters() for _ in range(2)] == [{"letters": 1}, {"letters": 0}]
    assert [mail.to for mail in outbox() if "reminder" in mail.key] == ["facilitator@example.org"]
    assert Poll.objects.get(pk=short.pk).reminded_at is None


def test_it_waits_in_the_week_until_it_is_answered(cast):
    poll = make_poll(cast)
    assert [item.title for item in queries.due_of(cast.person("member"))] == ["Quel thème pour juin ?"]
    actions.answer_poll(poll=poll, by=cast.member, options=picked(poll, "Les achats"))
    assert queries.due_of(cast.person("member")) == []
    assert queries.due_of(cast.person("account")) == []


def test_a_member_who_leaves_takes_her_voice_from_what_is_open(cast):
    going = MembershipFactory(circle=cast.circle).person
    opened, over = make_poll(cast), make_poll(cast)
    for poll in (opened, over):
        actions.answer_poll(poll=poll, by=going, options=picked(poll, "Les achats"))
    actions.close_poll(poll=over, by=cast.facilitator)
    leave_circle(circle=cast.circle, by=going)
    assert (counts(opened)["Les achats"], counts(over)["Les achats"]) == (0, 1)


def test_an_erased_account_leaves_what_is_over_without_its_name(cast):
    going = MembershipFactory(circle=cast.circle).person
    opened, over = make_poll(cast), make_poll(cast)
    for poll in (opened, over):
        actions.answer_poll(poll=poll, by=going, options=picked(poll, "Les achats"))
    actions.close_poll(poll=over, by=cast.facilitator)
    assert len(queries.of_person(going)["Réponses aux sondages"]) == 2
    erase_person(by=going)
    assert (counts(opened)["Les achats"], counts(over)["Les achats"]) == (0, 1)
    assert Ballot.objects.filter(person=going).count() == Ballot.objects.filter(cast_by=going).count() == 0
    line = next(line for line in queries.results_of(over).lines if line.count)
    assert line.names == []


def test_a_closed_circle_closes_its_polls_with_what_was_answered(cast):
    poll = make_poll(cast)
    actions.answer_poll(poll=poll, by=cast.member, options=picked(poll, "Les achats"))
    close_circle(circle=cast.circle, by=cast.facilitator, note="Le travail est fait.")
    assert Poll.objects.get().state == "closed"
    with pytest.raises(RuleBroken, match="clos"):
        make_poll(cast)


def test_a_circle_is_not_flooded(cast, monkeypatch):
    monkeypatch.setattr("cercles.polls.actions.running.MOST_OPEN", 1)
    make_poll(cast)
    with pytest.raises(RuleBroken, match="déjà ouverts"):
        make_poll(cast)


@pytest.mark.parametrize("many", [1, 20])
def test_its_page_asks_the_same_whatever_the_answers(cast, client_of, queries, many):
    poll = make_poll(cast)
    for _ in range(many):
        person = MembershipFactory(circle=cast.circle).person
        actions.answer_poll(poll=poll, by=person, options=picked(poll, "Les achats"))
    browser = client_of(cast.member)
    browser.get(poll.get_absolute_url())
    with queries(16):
        browser.get(poll.get_absolute_url())


@pytest.mark.parametrize("many", [1, 20])
def test_the_list_asks_the_same_whatever_its_length(cast, client_of, queries, many):
    for _ in range(many):
        make_poll(cast)
        actions.close_poll(poll=make_poll(cast), by=cast.facilitator)
    browser, url = client_of(cast.member), reverse("polls:of_circle", args=[cast.circle.slug])
    browser.get(url)
    with queries(11):
        assert browser.get(url).content.decode().count("Quel thème pour juin") == 2 * many
