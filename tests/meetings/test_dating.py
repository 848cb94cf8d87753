"""A date sought with the circle: asked under a meeting in preparation; the one chosen closes the poll and announces the meeting."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.journal.models import Job, Link
from cercles.meetings import actions
from cercles.meetings.models import Meeting
from cercles.polls import actions as polls
from cercles.polls.models import Ballot, Poll
from tests.cast import make_cast
from tests.circles.race import at_once
from tests.factories.meetings import MeetingFactory


def day(n):
    return f"{clock.today() + timedelta(days=n):%d/%m/%Y}"


@pytest.fixture
def draft(cast):
    return MeetingFactory(circle=cast.circle, draft=True, title="Les achats à six")


def asked(cast, draft, lines=()):
    lines = lines or [f"{day(20)} 14:00", f"{day(21)} à 9 h 30"]
    return actions.ask_dates(
        meeting=draft, by=cast.facilitator, options=lines, closes_at=clock.now() + timedelta(days=5)
    )


@pytest.mark.django_db
def test_asked_answered_chosen_and_announced(cast, client_of, draft):
    facilitator, member = client_of(cast.facilitator), client_of(cast.member)
    assert "Chercher une date avec le cercle" in facilitator.get(draft.get_absolute_url()).content.decode()
    told = {
        "options": f"{day(21)} à 9 h 30\n{day(20)} 14:00",
        "closes_on": f"{clock.today() + timedelta(days=5):%Y-%m-%d}",
    }
    assert facilitator.post(reverse("meetings:ask_dates", args=[draft.ref]), told).status_code == 302
    poll = Poll.objects.get()
    first, second = poll.options.all()
    assert timezone.localtime(first.starts_at).hour == 14
    assert first.label.endswith("à 14\u00a0h")
    assert Link.objects.filter(origin_id=draft.pk, origin_kind="meetings.meeting", outcome_id=poll.pk).exists()
    assert facilitator.get(reverse("meetings:ask_dates", args=[draft.ref])).url == poll.get_absolute_url()

    page = member.get(poll.get_absolute_url()).content.decode()
    assert ("Toutes celles qui vous conviennent." in page, "Retenir cette date" in page) == (True, False)
    member.post(poll.get_absolute_url(), {"options": [first.pk, second.pk]})
    assert Ballot.objects.get().options.count() == 2
    assert member.get(draft.get_absolute_url()).status_code == 404

    assert "Retenir cette date" in facilitator.get(poll.get_absolute_url()).content.decode()
    chosen = reverse("meetings:choose_date", args=[draft.ref, second.pk])
    assert member.post(chosen).status_code == 404
    assert facilitator.post(chosen).url == draft.get_absolute_url()
    meeting, closed = Meeting.objects.get(), Poll.objects.get()
    assert (meeting.state, meeting.starts_at, meeting.duration) == ("announced", second.starts_at, draft.duration)
    assert (closed.state, second.label in closed.outcome) == ("closed", True)
    assert Job.objects.filter(verb="meetings.invite").count() == 1
    facilitator.post(chosen)
    assert (Meeting.objects.get().starts_at, Job.objects.filter(verb="meetings.invite").count()) == (
        second.starts_at,
        1,
    )


@pytest.mark.django_db
def test_a_meeting_without_a_place_is_not_announced_and_the_poll_stays_open(cast):
    draft = MeetingFactory(circle=cast.circle, draft=True, address="")
    poll = asked(cast, draft)
    with pytest.raises(RuleBroken, match="où la rencontre se tient"):
        actions.choose_date(meeting=Meeting.objects.get(), option=poll.options.first(), by=cast.facilitator)
    assert (Poll.objects.get().state, Meeting.objects.get().starts_at) == ("open", draft.starts_at)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "line",
    ["mardi prochain", "31/02/2030 14:00", "01/01/2019 14:00", "12/06/2030", "12/06/2030 25:00", "31/03/2030 02:30"],
)
def test_a_line_that_is_no_date_to_come_is_said_and_nothing_opens(cast, draft, line):
    with pytest.raises(RuleBroken, match=r"date|passée"):
        asked(cast, draft, [f"{day(20)} 14:00", line])
    assert (Poll.objects.count(), Meeting.objects.get().date_poll) == (0, None)


@pytest.mark.django_db
def test_a_date_of_another_poll_is_not_chosen(cast, draft):
    asked(cast, draft)
    other = asked(cast, MeetingFactory(circle=cast.circle, draft=True))
    with pytest.raises(RuleBroken, match="que le cercle a vues"):
        actions.choose_date(meeting=Meeting.objects.get(pk=draft.pk), option=other.options.first(), by=cast.facilitator)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_choose_two_dates_and_the_first_stands(transactional_db):
    cast = make_cast()
    draft = MeetingFactory(circle=cast.circle, draft=True)
    poll = asked(cast, draft)
    meeting, (first, second) = Meeting.objects.get(), poll.options.all()
    said = at_once(
        lambda: actions.choose_date(meeting=meeting, option=first, by=cast.facilitator),
        lambda: actions.choose_date(meeting=meeting, option=second, by=cast.facilitator),
        lambda: polls.answer_poll(poll=poll, by=cast.member, options=[first, second]),
    )
    assert sorted(said) in (["date_fixed", "done", "done"], ["date_fixed", "done", "poll_closed"])
    assert Meeting.objects.get().starts_at in (first.starts_at, second.starts_at)
    assert Job.objects.filter(verb="meetings.invite").count() == 1
