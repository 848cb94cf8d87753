"""Closing a circle ends what it had to come: each is told once, and nobody is reminded of a meeting that will not be."""

from datetime import timedelta

import pytest

from cercles.circles import actions as circles
from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.meetings import actions
from cercles.meetings.actions import jobs
from cercles.meetings.models import Meeting
from tests.factories.meetings import MeetingFactory, RegistrationFactory
from tests.meetings.conftest import kinds, plain

pytestmark = pytest.mark.django_db


def close(cast):
    circles.close_circle(circle=cast.circle, by=cast.facilitator, note="Mission remplie.")


def states(*meetings):
    found = dict(Meeting.objects.values_list("pk", "state"))
    return [found[meeting.pk] for meeting in meetings]


def test_what_is_to_come_is_cancelled_with_its_reason_and_the_rest_stays(cast, meeting):
    draft = MeetingFactory(circle=cast.circle, draft=True)
    begun = MeetingFactory(circle=cast.circle, starts_at=clock.now() - timedelta(minutes=1))
    held, elsewhere = MeetingFactory(circle=cast.circle, held=True), MeetingFactory()
    close(cast)
    assert states(meeting, draft) == ["cancelled", "cancelled"]
    assert states(begun, held, elsewhere) == ["announced", "held", "announced"]
    meeting.refresh_from_db()
    assert (meeting.state_reason, meeting.sequence) == ("Le cercle est clos.", 1)


def test_who_was_invited_waits_or_has_a_seat_is_told_once_and_never_reminded(cast, outbox, do_work):
    meeting = MeetingFactory(circle=cast.circle, capacity=1)
    seat = RegistrationFactory(meeting=meeting, person=cast.member)
    waiting = RegistrationFactory(meeting=meeting, waiting=True)
    invited = RegistrationFactory(meeting=meeting, invited=True)
    RegistrationFactory(meeting=meeting, declined=True)
    RegistrationFactory(meeting=MeetingFactory(circle=cast.circle, draft=True), invited=True)
    close(cast)
    with pytest.raises(RuleBroken, match="circle_closed"):
        close(cast)
    assert do_work() == ["meetings.tell_cancelled"]
    jobs.tell_cancelled(meeting.pk)
    assert [mail.to for mail in outbox()] == [row.person.email for row in (seat, waiting, invited)]
    assert kinds(outbox()) == ["cancelled"] * 3
    assert all("Raison : Le cercle est clos." in plain(mail.text) for mail in outbox())
    with clock.at(meeting.starts_at - timedelta(days=1)):
        assert jobs.remind() == 0
        assert do_work() == []
    assert len(outbox()) == 3


def test_an_invitation_or_another_date_that_was_about_to_leave_does_not(cast, outbox, do_work):
    meeting = MeetingFactory(circle=cast.circle, draft=True, link="https://visio.exemple.fr/salle")
    actions.announce_meeting(meeting=meeting, by=cast.facilitator)
    later = meeting.starts_at + timedelta(days=1)
    actions.change_meeting(meeting=meeting, by=cast.facilitator, starts_at=later, ends_at=later + timedelta(hours=1))
    close(cast)
    assert do_work() == ["meetings.invite", "meetings.tell_moved", "meetings.tell_cancelled"]
    assert outbox() == []


def test_a_circle_that_opens_again_leaves_its_meetings_cancelled(cast, meeting, outbox, do_work):
    RegistrationFactory(meeting=meeting, person=cast.member)
    close(cast)
    circles.reopen_circle(circle=cast.circle, by=cast.facilitator, stage="active", note="Une question encore.")
    assert do_work() == ["meetings.tell_cancelled"]
    assert states(meeting) == ["cancelled"]
    close(cast)
    assert do_work() == []
    assert kinds(outbox()) == ["cancelled"]


def test_nothing_is_announced_in_a_closed_circle(cast):
    close(cast)
    cast.circle.refresh_from_db()
    draft = MeetingFactory(circle=cast.circle, draft=True)
    with pytest.raises(RuleBroken, match="circle_closed"):
        actions.announce_meeting(meeting=draft, by=cast.facilitator)


def test_the_page_that_closes_says_how_many_meetings_it_ends(cast, client_of):
    address = f"/cercles/{cast.circle.slug}/clore/"

    def page():
        return plain(client_of(cast.facilitator).get(address).content.decode())

    assert "Rouvrir le cercle ne rétablit pas" not in page()
    MeetingFactory(circle=cast.circle)
    assert "1 rencontre à venir sera annulée : chaque personne invitée ou inscrite en sera prévenue" in page()
    assert "en préparation" not in page()
    MeetingFactory(circle=cast.circle)
    MeetingFactory(circle=cast.circle, draft=True)
    MeetingFactory(circle=cast.circle, held=True)
    assert "2 rencontres à venir seront annulées" in page()
    assert "1 rencontre en préparation sera abandonnée." in page()
    answer = client_of(cast.facilitator).post(address, {"note": " "})
    assert (answer.status_code, "2 rencontres à venir" in plain(answer.content.decode())) == (422, True)
