"""What the room shows beside somebody's week: what left by itself, and the meetings she comes to, each told once."""

from datetime import timedelta

import pytest

from cercles.core import clock
from cercles.core.audience import PUBLIC
from cercles.meetings.adapters.showing import week_panels
from cercles.meetings.emails import after
from cercles.meetings.queries import sent_alone
from tests.factories.meetings import MeetingFactory, MinutesFactory, RegistrationFactory
from tests.meetings.conftest import plain

pytestmark = pytest.mark.django_db


def sent(cast, name):
    return [plain(words) for words in sent_alone(cast.person(name), clock.now() - timedelta(days=7))]


def shown(cast, name, *told):
    return [
        (panel.template, [line.meeting.title for line in panel.context["lines"]])
        for panel in week_panels(cast.person(name), told)
    ]


def test_letters_that_left_by_themselves_are_counted_for_who_facilitates(cast):
    meeting, long_ago = MeetingFactory(circle=cast.circle), clock.now() - timedelta(days=8)
    RegistrationFactory.create_batch(2, meeting=meeting, invited=True)
    RegistrationFactory(meeting=meeting, reminded_at=clock.now(), created_at=long_ago)
    RegistrationFactory(meeting=meeting, reminded_at=long_ago, created_at=long_ago)
    RegistrationFactory(meeting=meeting, came="herself")
    RegistrationFactory(meeting=MeetingFactory(), invited=True)
    held = MeetingFactory(circle=cast.circle, held=True)
    MinutesFactory(meeting=held)
    after.question(held, cast.member)
    after.question(MeetingFactory(held=True), cast.member)
    assert sent(cast, "facilitator") == ["2 invitations", "1 rappel", "1 compte rendu", "1 question d’après rencontre"]
    assert [sent(cast, name) for name in ("account", "member", "administrator", "former")] == [[]] * 4


def test_a_week_shows_the_meetings_she_comes_to_once(cast):
    hers = MeetingFactory(circle=cast.circle, title="La mienne")
    MeetingFactory(title="À tous", audience=PUBLIC, visibility="public")
    RegistrationFactory(meeting=hers, person=cast.member)
    assert shown(cast, "member") == [("meetings/panels/mine.html", ["La mienne"])]
    assert shown(cast, "member", f"{hers.get_absolute_url()}inscriptions/") == []
    assert shown(cast, "account") == [("meetings/panels/public.html", ["À tous"])]


def test_a_meeting_she_has_not_answered_stays_among_what_is_due(cast):
    RegistrationFactory(meeting=MeetingFactory(circle=cast.circle), person=cast.member, invited=True)
    assert shown(cast, "member") == []
