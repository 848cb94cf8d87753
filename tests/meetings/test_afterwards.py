"""The one question after a meeting, and ninety days later: once each, by a signed link, and never to whoever left."""

from datetime import datetime, timedelta

import pytest

from cercles.circles.actions import leave_circle
from cercles.core import clock
from cercles.journal.models import OutgoingMail
from cercles.meetings.actions import jobs
from tests.factories.circles import MembershipFactory
from tests.factories.meetings import MeetingFactory, RegistrationFactory, TakeawayFactory
from tests.meetings.conftest import link_in

pytestmark = pytest.mark.django_db
DAY = datetime(2019, 3, 4, 10)


@pytest.fixture
def meeting(cast):
    with clock.at(DAY):
        return MeetingFactory(circle=cast.circle, starts_at=clock.now(), state="held", title="Louer plutôt que vendre")


def written(start):
    return list(OutgoingMail.objects.filter(key__startswith=start).order_by("person").values_list("person", flat=True))


def test_the_question_after_is_not_asked_of_whoever_left_and_is_asked_of_a_guest(cast, meeting):
    gone = MembershipFactory(circle=cast.circle).person
    for person in (cast.member, cast.account, gone):
        RegistrationFactory(meeting=meeting, person=person, attended=True)
    leave_circle(circle=cast.circle, by=gone)
    for _ in range(2):
        jobs.ask_after(meeting.pk)
    assert written("meetings.after:") == [cast.account.pk, cast.member.pk]


@pytest.mark.parametrize(("days", "asked"), [(89, 0), (91, 1), (151, 0)])
def test_ninety_days_later_once(cast, meeting, days, asked):
    TakeawayFactory(meeting=meeting, person=cast.member, text="J’appelle l’entreprise qui loue.")
    with clock.at(DAY + timedelta(days=days)):
        assert [jobs.ask_later(), jobs.ask_later()] == [asked, 0]
    assert written("meetings.later:") == [cast.member.pk] * asked


def test_whoever_left_is_not_asked_what_it_gave(cast, meeting):
    TakeawayFactory(meeting=meeting, person=cast.member)
    leave_circle(circle=cast.circle, by=cast.member)
    with clock.at(DAY + timedelta(days=91)):
        assert jobs.ask_later() == 0


def test_what_it_gave_is_said_by_the_link_and_read_where_the_answer_is(cast, meeting, client, client_of):
    TakeawayFactory(meeting=meeting, person=cast.member, text="J’appelle l’entreprise qui loue.", may_share=True)
    with clock.at(DAY + timedelta(days=91)):
        jobs.ask_later()
        mail = OutgoingMail.objects.get(key__startswith="meetings.later:")
        assert "J’appelle l’entreprise qui loue." in mail.text
        path = link_in(mail)
        page = client.get(path).content.decode()
        assert ("J’appelle l’entreprise qui loue." in page, meeting.takeaways.get().outcome) == (True, "")
        assert client.post(path, {"outcome": "Deux machines louées."}).status_code == 302
        assert "Deux machines louées." in OutgoingMail.objects.get(key__startswith="meetings.later_noted").text
        said = client_of(cast.facilitator).get(meeting.get_absolute_url()).content.decode()
    assert ("Trois mois après" in said, "Deux machines louées." in said) == (True, True)
