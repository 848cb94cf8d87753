"""A meeting is told on the clock of its place, whatever the season and wherever that is."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cercles.core import clock
from cercles.meetings import actions, queries
from cercles.meetings.actions import jobs
from tests.factories.meetings import MeetingFactory, RegistrationFactory
from tests.meetings.conftest import kinds, plain

pytestmark = pytest.mark.django_db
PARIS, REUNION = ZoneInfo("Europe/Paris"), ZoneInfo("Indian/Reunion")
DATA = {
    "format": "rex",
    "title": "Louer",
    "day": "2030-03-14",
    "hour": "13:00",
    "visibility": "circle",
    "address": "Mairie",
}
OPEN = "/rencontres/ouvrir/cercle-des-pairs/"


@pytest.fixture
def opened(cast, client_of):
    def opens(**more):
        answer = client_of(cast.facilitator).post(OPEN, {**DATA, **more})
        return cast.circle.meetings.last() if answer.status_code == 302 else answer.context["form"]

    return opens


def test_a_meeting_overseas_is_told_and_kept_on_its_own_clock(cast, client_of, opened):
    meeting = opened(time_zone="Indian/Reunion", register_until="2030-03-12T18:00")
    assert meeting.starts_at == datetime(2030, 3, 14, 13, tzinfo=REUNION)
    assert meeting.register_until == datetime(2030, 3, 12, 18, tzinfo=REUNION)
    assert plain(queries.moment_of(meeting)) == "jeudi 14 mars 2030, de 13 h à 14 h (heure de La Réunion)"
    assert plain(queries.deadline_of(meeting)) == "12 mars 2030 à 18 h (heure de La Réunion)"
    actions.announce_meeting(meeting=meeting, by=cast.facilitator)
    agenda = plain(client_of(cast.member).get("/rencontres/").content.decode())
    assert "14 mars 2030 à 13 h (heure de La Réunion)" in agenda

    page = client_of(cast.facilitator).get(f"{meeting.get_absolute_url()}modifier/")
    shown = {name: str(page.context["form"][name].value()) for name in ("day", "hour", "time_zone", "register_until")}
    assert shown == {
        "day": "2030-03-14", "hour": "13:00:00", "time_zone": "Indian/Reunion", "register_until": "2030-03-12 18:00:00",
    }  # fmt: skip
    assert page.context["form"].unfolds
    same = {**DATA, "time_zone": "Indian/Reunion", "register_until": "2030-03-12T18:00"}
    client_of(cast.facilitator).post(f"{meeting.get_absolute_url()}modifier/", same)
    before = (meeting.starts_at, meeting.register_until, 0)
    meeting.refresh_from_db()
    assert (meeting.starts_at, meeting.register_until, meeting.sequence) == before

    client_of(cast.facilitator).post(
        f"{meeting.get_absolute_url()}refaire/", {"title": "Encore", "day": "2030-04-11", "hour": "13:00"}
    )
    assert cast.circle.meetings.get(title="Encore").starts_at == datetime(2030, 4, 11, 13, tzinfo=REUNION)


def test_without_a_choice_it_is_the_clock_of_the_instance(opened):
    meeting = opened()
    assert (meeting.time_zone, meeting.starts_at) == ("Europe/Paris", datetime(2030, 3, 14, 13, tzinfo=PARIS))
    assert plain(queries.moment_of(meeting)) == "jeudi 14 mars 2030, de 13 h à 14 h"


def test_the_first_of_a_month_is_written_as_it_is_said(opened):
    assert plain(queries.moment_of(opened(day="2030-04-01"))) == "lundi 1er avril 2030, de 13 h à 14 h"


@pytest.mark.parametrize("day", ["2030-03-31", "2030-10-27"])
def test_the_hour_that_the_season_skips_or_says_twice_is_refused_beside_it(opened, day):
    form = opened(day=day, hour="02:30")
    assert str(form.errors["hour"][0]).startswith("Cette nuit-là on change d’heure")
    assert form["title"].value() == "Louer"


@pytest.mark.parametrize("day", ["2030-03-30", "2030-10-26"])
def test_a_length_is_a_length_across_the_change(opened, day):
    meeting = opened(day=day, hour="23:00", minutes="300")
    assert meeting.duration == timedelta(hours=5)
    again = actions.duplicate_meeting(meeting=meeting, by=None, starts_at=meeting.local_start)
    assert again.duration == timedelta(hours=5)


def test_the_morning_after_is_the_morning_there_even_when_the_clocks_changed_in_the_night(do_work, outbox):
    meeting = MeetingFactory(starts_at=datetime(2030, 3, 30, 18, tzinfo=PARIS))
    RegistrationFactory(meeting=meeting)
    with clock.at(meeting.ends_at):
        assert jobs.mark_held() == 1
    with clock.at(datetime(2030, 3, 31, 6, 29, tzinfo=UTC)):
        assert do_work() == []
    with clock.at(datetime(2030, 3, 31, 6, 31, tzinfo=UTC)):  # half past eight in summer
        assert do_work() == ["meetings.ask_after"]
    assert kinds(outbox()) == ["after"]


def test_until_when_one_answers_is_said_before_and_after(cast, client_of, meeting, outbox):
    until = datetime.combine(clock.today() + timedelta(days=2), datetime.min.time(), PARIS) + timedelta(hours=12)
    actions.change_meeting(meeting=meeting, by=None, register_until=until)
    jobs.invite_members(meeting.pk)
    day = plain(queries.deadline_of(meeting._meta.model.objects.get(pk=meeting.pk)))
    assert f"Répondre avant : {day}" in plain(outbox()[0].text)

    def page():
        return plain(client_of(cast.member).get(meeting.get_absolute_url()).content.decode())

    assert f"Inscriptions jusqu’au {day}." in page()
    with clock.at(until):
        assert f"Les inscriptions sont closes depuis le {day}." in page()
        assert "Je participe" not in page()
