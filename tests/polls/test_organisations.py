"""One voice per organisation: held by who represents it, else who came first; the others stand in, and never over her."""

import pytest

from cercles.circles.actions import leave_circle
from cercles.core.errors import RuleBroken
from cercles.polls import actions, queries
from cercles.polls.models import Ballot
from tests.factories.circles import MembershipFactory
from tests.factories.organisations import AffiliationFactory
from tests.factories.polls import make_poll, picked

pytestmark = pytest.mark.django_db


@pytest.fixture
def seated(cast):
    """The representative comes last; she holds the voice all the same."""
    other = MembershipFactory(circle=cast.circle, organisation=cast.organisation).person
    MembershipFactory(circle=cast.circle, person=cast.representative, organisation=cast.organisation)
    return other


@pytest.fixture
def poll(cast, seated):
    return make_poll(cast, voters="organisation")


def say(poll, person, label):
    return actions.answer_poll(poll=poll, by=person, options=picked(poll, label))


def chosen():
    return [option.label for option in Ballot.objects.get().options.all()]


def test_it_has_one_voice_whoever_answers(cast, poll, seated):
    assert [(voice.label, voice.holder_name, len(voice.people)) for voice in queries.voices_of(poll)] == [
        ("Val-Fibre", "Rémi Représentant", 3)
    ]
    say(poll, cast.member, "Les stocks")
    say(poll, seated, "Les achats")
    assert (chosen(), Ballot.objects.get().by_substitute) == (["Les achats"], True)
    say(poll, cast.representative, "Les tournées")
    with pytest.raises(RuleBroken, match="porte la voix de Val-Fibre"):
        say(poll, cast.member, "Les stocks")
    assert (chosen(), Ballot.objects.get().by_substitute) == (["Les tournées"], False)


def test_who_is_there_for_herself_has_none_and_reads_why(cast, client_of, poll):
    with pytest.raises(RuleBroken, match="à titre personnel"):
        say(poll, cast.facilitator, "Les stocks")
    assert (
        "vous êtes dans ce cercle à titre personnel"
        in client_of(cast.facilitator).get(poll.get_absolute_url()).content.decode()
    )
    assert queries.due_of(cast.person("facilitator")) == []


def test_everybody_who_may_answer_for_it_is_written_to_until_one_did(cast, poll, seated, outbox):
    actions.ask_voters(poll=poll.pk, round=1)
    asked = {mail.to for mail in outbox() if mail.key.startswith("poll-ask")}
    assert asked == {cast.member.email, cast.representative.email, seated.email}
    assert len(queries.due_of(cast.person("member"))) == 1
    say(poll, seated, "Les achats")
    assert (queries.silent_voices(poll), queries.due_of(cast.person("member"))) == ([], [])


def test_the_voice_stays_while_somebody_sits_for_it_and_goes_with_the_last(cast, poll, seated):
    say(poll, seated, "Les achats")
    leave_circle(circle=cast.circle, by=seated)
    assert Ballot.objects.count() == 1
    say(poll, cast.member, "Les stocks")
    leave_circle(circle=cast.circle, by=cast.person("representative"))
    leave_circle(circle=cast.circle, by=cast.person("member"))
    assert Ballot.objects.count() == 0


def test_two_pages_merged_into_one_have_one_voice(cast, poll):
    from tests.factories.organisations import OrganisationFactory

    twin = OrganisationFactory(name="Val Fibre SAS", merged_into=cast.organisation)
    person = MembershipFactory(circle=cast.circle, organisation=twin).person
    AffiliationFactory(person=person, organisation=twin)
    assert len(queries.voices_of(poll)) == 1
    say(poll, person, "Les achats")
    assert Ballot.objects.get().organisation == cast.organisation
