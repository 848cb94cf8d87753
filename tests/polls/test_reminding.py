"""A reminder sent by hand: to the voices that said nothing, once a day at most, whatever the worker does."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.journal.models import Job, OutgoingMail
from cercles.polls import actions
from cercles.polls.models import Poll
from tests.factories.circles import MembershipFactory
from tests.factories.polls import make_poll, picked

pytestmark = pytest.mark.django_db


def refused(act):
    with pytest.raises(RuleBroken) as refusal:
        act()
    return refusal.value.code


def reminded():
    mails = OutgoingMail.objects.filter(key__startswith="poll-reminder-").order_by("pk")
    return [mail.person.name for mail in mails]


def run_job():
    for job in Job.objects.filter(verb="polls.ask_silent"):
        actions.ask_silent(**job.arguments)


def test_to_those_who_said_nothing_and_not_to_who_asks(cast, client_of):
    poll = make_poll(cast)
    third = MembershipFactory(circle=cast.circle).person
    actions.answer_poll(poll=poll, by=cast.member, options=picked(poll, "Les achats"))
    browser, url = client_of(cast.facilitator), reverse("polls:remind", args=[poll.ref])
    done = browser.post(url, follow=True)
    assert "Un rappel part à 1 voix." in done.content.decode().replace("\xa0", " ")
    for _ in range(2):  # a worker that was killed begins again
        run_job()
    assert reminded() == [third.name]
    assert "/l/polls.answer." in OutgoingMail.objects.get(key__startswith="poll-reminder-").text
    assert "Un rappel est déjà parti aujourd’hui" in browser.post(url, follow=True).content.decode()


def test_the_next_day_it_may_be_sent_again_to_those_who_still_said_nothing(cast):
    poll = make_poll(cast)
    third = MembershipFactory(circle=cast.circle).person
    actions.ask_again(poll=poll, by=cast.facilitator)
    run_job()
    actions.answer_poll(poll=poll, by=third, options=picked(poll, "Les achats"))
    Job.objects.all().delete()
    with clock.at(clock.now() + timedelta(days=1)):
        assert actions.ask_again(poll=poll, by=cast.facilitator) == 1
        run_job()
    assert sorted(reminded()) == sorted([cast.member.name, third.name, cast.member.name])


def test_never_beside_the_one_that_leaves_by_itself(cast):
    poll = make_poll(cast, closes_at=clock.now() + timedelta(days=6))
    with clock.at(clock.now() + timedelta(days=5)):
        actions.remind_voters()
        assert refused(lambda: actions.ask_again(poll=poll, by=cast.facilitator)) == "asked_today"
    other = make_poll(cast, closes_at=clock.now() + timedelta(days=6))
    OutgoingMail.objects.all().delete()
    with clock.at(clock.now() + timedelta(days=5)):
        actions.ask_again(poll=other, by=cast.facilitator)
        actions.remind_voters()
        assert reminded() == []  # its letters are the worker's, and the other does not leave
        run_job()
    assert reminded() == [cast.member.name]


def test_nobody_to_remind_or_too_late(cast):
    poll = make_poll(cast)
    actions.answer_poll(poll=poll, by=cast.member, options=picked(poll, "Les achats"))
    assert refused(lambda: actions.ask_again(poll=poll, by=cast.facilitator)) == "nobody_silent"
    with clock.at(poll.closes_at + timedelta(seconds=1)):
        assert refused(lambda: actions.ask_again(poll=poll, by=cast.facilitator)) == "too_late"
    assert Poll.objects.get().asked_again_at is None


def test_who_answers_before_the_worker_comes_is_not_written_to(cast):
    poll = make_poll(cast)
    actions.ask_again(poll=poll, by=cast.facilitator)
    actions.answer_poll(poll=poll, by=cast.member, options=picked(poll, "Les achats"))
    run_job()
    assert reminded() == []
