"""Somebody telephones: who facilitates writes her answer, even after the deadline, and she is told by letter."""

from datetime import timedelta

import pytest

from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.journal.models import Entry
from cercles.meetings import actions
from tests.factories.meetings import MeetingFactory, RegistrationFactory
from tests.meetings.conftest import kinds, plain

pytestmark = pytest.mark.django_db
FOR_HER = "L’animation du cercle a noté cette réponse pour vous."


@pytest.fixture
def full(cast):
    """One seat, the member's; the representative waits."""
    meeting = MeetingFactory(circle=cast.circle, capacity=1)
    seated = RegistrationFactory(meeting=meeting, person=cast.member)
    return seated, RegistrationFactory(meeting=meeting, person=cast.representative, waiting=True)


def address(row):
    return f"{row.meeting.get_absolute_url()}inscriptions/{row.pk}/"


def state(row):
    row.refresh_from_db()
    return row.state


def test_her_seat_goes_to_who_waits_and_both_are_told(cast, client_of, outbox, full):
    seated, waiting = full
    answer = client_of(cast.facilitator).post(address(seated), {"answer": "no"}, follow=True)
    assert "C’est noté. Malo Membre en est prévenu par courriel." in plain(answer.content.decode())
    assert (state(seated), state(waiting)) == ("cancelled", "registered")
    assert [(mail.to, kind) for mail, kind in zip(outbox(), kinds(outbox()), strict=True)] == [
        (cast.representative.email, "promotion"),
        (cast.member.email, "declined"),
    ]
    assert [FOR_HER in plain(mail.text) for mail in outbox()] == [False, True]
    assert list(Entry.objects.filter(verb="meetings.decline").values_list("by", flat=True)) == [cast.facilitator.pk]


@pytest.mark.parametrize(("seats", "becomes", "letter"), [(2, "registered", "confirmation"), (1, "waiting", "waiting")])
def test_she_comes_or_waits_like_anybody(cast, client_of, outbox, seats, becomes, letter):
    meeting = MeetingFactory(circle=cast.circle, capacity=seats)
    RegistrationFactory(meeting=meeting)
    row = RegistrationFactory(meeting=meeting, person=cast.member, invited=True)
    client_of(cast.facilitator).post(address(row), {"answer": "yes"})
    assert (state(row), kinds(outbox())) == (becomes, [letter])
    assert FOR_HER in plain(outbox()[0].text)


def test_after_the_deadline_she_asks_who_facilitates(cast, client_of):
    meeting = MeetingFactory(circle=cast.circle, register_until=clock.now() + timedelta(days=1))
    row = RegistrationFactory(meeting=meeting, person=cast.member, invited=True)
    with clock.at(clock.now() + timedelta(days=2)):
        with pytest.raises(RuleBroken, match="too_late"):
            actions.register(meeting=meeting, person=cast.member, by=cast.member)
        actions.register(meeting=meeting, person=cast.member, by=cast.facilitator)
    assert state(row) == "registered"
    with clock.at(meeting.starts_at), pytest.raises(RuleBroken, match="meeting_started"):
        actions.register(meeting=meeting, person=cast.account, by=cast.facilitator)


def test_the_list_offers_it_while_it_can_be_done(cast, client_of, full):
    page = f"{full[0].meeting.get_absolute_url()}inscriptions/"
    before = plain(client_of(cast.facilitator).get(page).content.decode())
    assert before.count("Noter son désistement") == 2
    with clock.at(full[0].meeting.starts_at):
        assert "Noter s" not in plain(client_of(cast.facilitator).get(page).content.decode())


@pytest.mark.parametrize("name", ["member", "representative", "account", "administrator", "former"])
def test_nobody_else_answers_for_another(cast, client_of, full, name):
    assert client_of(getattr(cast, name)).post(address(full[1]), {"answer": "no"}).status_code == 404
    assert state(full[1]) == "waiting"


def test_a_row_of_another_meeting_is_not_reached_from_this_one(cast, client_of, full):
    elsewhere = RegistrationFactory()
    path = f"{full[0].meeting.get_absolute_url()}inscriptions/{elsewhere.pk}/"
    assert (client_of(cast.facilitator).post(path, {"answer": "no"}).status_code, state(elsewhere)) == (
        404,
        "registered",
    )
