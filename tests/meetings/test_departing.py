"""Letters that waited for the mail server to come back: what they say must still be so when they leave."""

from datetime import timedelta

import pytest

from cercles.circles.actions import leave_circle
from cercles.core import clock, jobs
from cercles.meetings import actions
from cercles.meetings.actions import jobs as work
from tests.factories.meetings import RegistrationFactory
from tests.meetings.conftest import kinds

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def leaving(mails):
    return kinds([mail for mail in mails if jobs.may_leave(mail)])


@pytest.fixture
def reminded(cast, meeting):
    RegistrationFactory(meeting=meeting, person=cast.member, changed_at=clock.now() - 9 * DAY)
    with clock.at(meeting.starts_at - DAY):
        assert work.remind() == 1
        yield meeting


def test_a_reminder_leaves_as_long_as_it_is_true(reminded, outbox):
    assert leaving(outbox()) == ["reminder"]
    with clock.at(reminded.starts_at + HOUR):
        assert leaving(outbox()) == []


def test_not_once_the_meeting_is_elsewhere_or_cancelled_or_her_seat_given_back(cast, reminded, outbox):
    (mail,) = outbox()
    actions.decline(meeting=reminded, person=cast.member, by=cast.member)
    assert not jobs.may_leave(mail)
    actions.register(meeting=reminded, person=cast.member, by=cast.member)
    assert jobs.may_leave(mail)
    actions.change_meeting(
        meeting=reminded, by=None, starts_at=reminded.starts_at + HOUR, ends_at=reminded.ends_at + HOUR
    )
    assert not jobs.may_leave(mail)


def test_whoever_left_the_circle_reads_neither_where_nor_by_what_link_only_that_her_seat_went(cast, meeting, outbox):
    work.invite_members(meeting.pk)
    row = meeting.registrations.get(person=cast.member)
    actions.register(meeting=meeting, person=cast.member, by=cast.member)
    row.refresh_from_db()
    assert "visio.exemple.fr" in outbox()[-1].text
    hers = [mail.pk for mail in outbox() if mail.person_id == cast.member.pk]
    leave_circle(circle=cast.circle, by=cast.member)
    told = [mail for mail in outbox() if mail.person_id == cast.member.pk and mail.key.startswith("meetings.")]
    assert (len(hers), leaving(told)) == (2, ["given_back"])


@pytest.mark.parametrize("late", [False, True])
def test_an_invitation_asks_for_an_answer_only_before_the_meeting(cast, meeting, outbox, late):
    work.invite_members(meeting.pk)
    assert leaving(outbox()) == kinds(outbox()) != []
    with clock.at(meeting.starts_at + HOUR if late else clock.now()):
        if not late:
            actions.cancel_meeting(meeting=meeting, by=None, reason="Neige.")
        assert leaving(outbox()) == []
