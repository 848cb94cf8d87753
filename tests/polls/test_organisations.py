"""One voice per organisation: held by who represents it, else who came first; the others stand in, and never over her."""

import pytest

from cercles.circles.actions import leave_circle, speak_for
from cercles.core.errors import RuleBroken
from cercles.organisations.actions import end_affiliation
from cercles.organisations.models import Affiliation, Organisation
from cercles.polls import actions, queries
from cercles.polls.models import Ballot
from tests.factories.circles import MembershipFactory
from tests.factories.organisations import AffiliationFactory, OrganisationFactory
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


def test_the_voice_goes_with_the_last_whoever_had_given_it(cast, poll, seated):
    say(poll, seated, "Les achats")
    for person in (seated, cast.person("representative"), cast.person("member")):
        leave_circle(circle=cast.circle, by=person)
    assert Ballot.objects.count() == 0


def test_who_speaks_for_another_organisation_takes_no_voice_along(cast):
    other = OrganisationFactory(name="Autre")
    AffiliationFactory(person=cast.member, organisation=other)
    poll = make_poll(cast, voters="organisation")
    say(poll, cast.member, "Les stocks")
    speak_for(circle=cast.circle, by=cast.person("member"), organisation=other)
    say(poll, cast.person("member"), "Les achats")
    assert (queries.results_of(poll).answered, chosen()) == (1, ["Les achats"])


def test_who_left_the_organisation_speaks_for_it_no_more_and_reads_why(cast, client_of):
    poll = make_poll(cast, voters="organisation")
    end_affiliation(affiliation=Affiliation.objects.get(person=cast.member), by=cast.representative)
    assert (queries.voices_of(poll), queries.due_of(cast.person("member"))) == ([], [])
    with pytest.raises(RuleBroken, match="avez quitté la vôtre"):
        say(poll, cast.person("member"), "Les stocks")
    page = client_of(cast.member).get(poll.get_absolute_url()).content.decode()
    assert ["vous avez quitté celle pour qui" in page, "Envoyer ma réponse" in page] == [True, False]


@pytest.fixture
def twin(cast):
    """Another page of the same organisation, for which somebody sits."""
    page = OrganisationFactory(name="Val Fibre SAS")
    person = MembershipFactory(circle=cast.circle, organisation=page).person
    AffiliationFactory(person=person, organisation=page)
    return page, person


def merge(page, into):
    Organisation.objects.filter(pk=page.pk).update(merged_into=into)


def test_two_pages_merged_after_they_answered_have_one_voice(cast, client_of, twin):
    page, person = twin
    poll = make_poll(cast, voters="organisation")
    say(poll, cast.member, "Les stocks")
    say(poll, person, "Les achats")
    merge(page, cast.organisation)
    results = queries.results_of(poll)
    assert [(line.count, line.names) for line in results.lines] == [(0, []), (1, ["Val-Fibre"]), (0, [])]
    assert (results.answered, queries.open_in(cast.circle, cast.person("member"))[0].answered) == (1, 1)
    say(poll, cast.person("member"), "Les tournées")
    assert (chosen(), Ballot.objects.get().organisation) == (["Les tournées"], cast.organisation)


def test_an_answer_given_before_the_merge_is_not_asked_again(cast, twin):
    page, person = twin
    poll = make_poll(cast, voters="organisation")
    say(poll, person, "Les achats")
    merge(page, cast.organisation)
    assert (queries.silent_voices(poll), queries.due_of(cast.person("member"))) == ([], [])
    assert queries.voices_of(poll)[0].label == "Val-Fibre"
    leave_circle(circle=cast.circle, by=cast.person("member"))
    assert Ballot.objects.count() == 1  # somebody sits for the other page


def test_who_represents_the_organisation_holds_its_voice_from_a_merged_page(cast, twin):
    page, _person = twin
    merge(page, cast.organisation)
    MembershipFactory(circle=cast.circle, organisation=page, person=cast.representative)
    assert queries.voices_of(make_poll(cast, voters="organisation"))[0].holder_name == "Rémi Représentant"


def test_two_pages_merged_into_one_have_one_voice(cast, poll):
    twin = OrganisationFactory(name="Val Fibre SAS", merged_into=cast.organisation)
    person = MembershipFactory(circle=cast.circle, organisation=twin).person
    AffiliationFactory(person=person, organisation=twin)
    assert len(queries.voices_of(poll)) == 1
    say(poll, person, "Les achats")
    assert Ballot.objects.get().organisation == cast.organisation
