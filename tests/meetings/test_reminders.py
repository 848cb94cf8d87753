"""The reminder: once, two days before, to whoever has a seat; never for what is cancelled, never twice."""

from datetime import timedelta

import pytest

from cercles.core import clock
from cercles.meetings import actions
from cercles.meetings.actions import jobs
from tests.factories.meetings import MeetingFactory, RegistrationFactory
from tests.factories.people import PersonFactory
from tests.meetings.conftest import kinds, plain

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def moves(meeting, **fields):
    return actions.change_meeting(meeting=meeting, by=None, **fields)


def to(meeting, start, **more):
    return moves(meeting, starts_at=start, ends_at=start + HOUR, **more)


def test_two_days_before_whoever_has_a_seat_is_reminded_once(cast, outbox, meeting):
    RegistrationFactory(meeting=meeting, person=cast.member)
    for trait in ("waiting", "invited", "declined"):
        RegistrationFactory(meeting=meeting, **{trait: True})
    with clock.at(meeting.starts_at - timedelta(hours=49)):
        assert jobs.remind() == 0
    with clock.at(meeting.starts_at - timedelta(hours=47)):
        assert (jobs.remind(), jobs.remind()) == (1, 0)
    (mail,) = outbox()
    day = plain(mail.subject).rpartition("lumière, ")[2]
    assert (mail.to, plain(mail.subject)) == (cast.member.email, f"Bientôt : Louer la lumière, {day}")
    assert ["12 rue des Pairs" in mail.text, "visio.exemple.fr" in mail.text, mail.attachments] == [True, True, []]


def test_a_whole_room_is_reminded_a_few_at_a_time(outbox, meeting, monkeypatch):
    monkeypatch.setattr(jobs, "SLICE", 2)
    RegistrationFactory.create_batch(5, meeting=meeting)
    with clock.at(meeting.starts_at - DAY):
        assert (jobs.remind(), jobs.remind(), len(outbox())) == (5, 0, 5)


@pytest.mark.parametrize("state", ["draft", "held", "cancelled"])
def test_what_is_not_to_be_held_is_reminded_to_nobody(outbox, state):
    meeting = MeetingFactory(**{state: True}, starts_at=clock.now() + DAY)
    RegistrationFactory(meeting=meeting, changed_at=clock.now() - 9 * DAY)
    assert (jobs.remind(), outbox()) == (0, [])


def test_cancelled_while_the_reminders_leave_it_reminds_nobody_more(outbox, meeting):
    """The list of meetings was read before; the state is read again with the meeting held."""
    RegistrationFactory(meeting=meeting)
    with clock.at(meeting.starts_at - DAY):
        actions.cancel_meeting(meeting=meeting, by=None, reason="Neige.")
        assert not meeting.is_cancelled, "read before"
        assert (jobs._remind_some(meeting, clock.now()), outbox()) == (0, [])


def test_who_got_her_seat_within_the_two_days_has_just_been_told(outbox, meeting):
    with clock.at(meeting.starts_at - DAY):
        person = PersonFactory()
        actions.register(meeting=meeting, person=person, by=person)
        assert jobs.remind() == 0
    assert kinds(outbox()) == ["confirmation"]


def test_a_later_date_is_reminded_anew(outbox, meeting, do_work):
    RegistrationFactory(meeting=meeting)
    with clock.at(meeting.starts_at - DAY):
        assert jobs.remind() == 1
        moved = to(meeting, meeting.starts_at + 20 * DAY)
        do_work()
    with clock.at(moved.starts_at - DAY):
        assert (jobs.remind(), jobs.remind()) == (1, 0)
    assert kinds(outbox()) == ["reminder", "moved", "reminder"]


def test_a_date_brought_near_is_told_by_one_letter(outbox, meeting, do_work):
    RegistrationFactory(meeting=meeting)
    to(meeting, clock.now() + DAY)
    do_work()
    assert (jobs.remind(), kinds(outbox())) == (0, ["moved"])


def test_another_place_after_the_reminder_is_told_by_one_letter(outbox, meeting, do_work):
    RegistrationFactory(meeting=meeting)
    with clock.at(meeting.starts_at - DAY):
        jobs.remind()
        moves(meeting, address="1 rue Neuve")
        do_work()
        assert (jobs.remind(), kinds(outbox())) == (0, ["reminder", "moved"])


def test_moved_and_then_cancelled_before_the_letters_left_only_the_second_is_told(outbox, meeting, do_work):
    RegistrationFactory(meeting=meeting)
    to(meeting, meeting.starts_at + DAY)
    actions.cancel_meeting(meeting=meeting, by=None, reason="Neige.")
    assert do_work() == ["meetings.tell_moved", "meetings.tell_cancelled"]
    assert kinds(outbox()) == ["cancelled"]
