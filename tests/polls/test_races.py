"""Two people at once: an answer and the closing, two answers for one organisation, two who treat one objection."""

import pytest

from cercles.polls import actions, queries
from cercles.polls.models import Ballot, Objection, Poll, PollVersion
from tests.cast import make_cast
from tests.circles.race import at_once
from tests.factories.circles import MembershipFactory
from tests.factories.polls import make_consent, make_poll, picked

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def story(transactional_db):
    return make_cast()


def test_an_answer_while_it_closes_is_counted_or_refused_never_lost(story):
    poll = make_poll(story)
    option = picked(poll, "Les achats")
    said = at_once(
        lambda: actions.answer_poll(poll=poll, by=story.member, options=option),
        lambda: actions.close_poll(poll=poll, by=story.facilitator),
    )
    fresh = Poll.objects.get()
    assert fresh.state == "closed"
    assert said in (["done", "done"], ["done", "poll_closed"])
    assert Ballot.objects.count() == said.count("done") - 1 == queries.results_of(fresh).answered
    assert all(ballot.at <= fresh.closed_at for ballot in Ballot.objects.all())


def test_two_answers_for_one_organisation_are_one_voice(story):
    other = MembershipFactory(circle=story.circle, organisation=story.organisation).person
    poll = make_poll(story, voters="organisation")
    said = at_once(
        lambda: actions.answer_poll(poll=poll, by=story.member, options=picked(poll, "Les achats")),
        lambda: actions.answer_poll(poll=poll, by=other, options=picked(poll, "Les stocks")),
    )
    assert said in (["done", "done"], ["done", "holder_answered"])
    assert Ballot.objects.get().options.count() == 1


def test_two_treat_the_same_objection_and_the_first_stands(story):
    poll = make_consent(story)
    actions.answer_poll(poll=poll, by=story.member, answer="objection", reason="Trop tôt.")
    row = Objection.objects.get()
    said = at_once(
        lambda: actions.integrate_objection(objection=row, by=story.facilitator, text="Une seule.", response="Oui."),
        lambda: actions.set_aside_objection(objection=row, by=story.facilitator, response="Une préférence."),
    )
    assert said == ["done", "objection_treated"]
    assert (
        PollVersion.objects.count() == Poll.objects.get().round - 1 == (Objection.objects.get().state == "integrated")
    )
