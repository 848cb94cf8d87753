"""Calendar files: valid, each with what its reader may know; a private calendar at an address that can be put out."""

from datetime import datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import icalendar
import pytest

from cercles.config.logging import HideSignedLinks
from cercles.core import clock
from cercles.meetings import actions
from cercles.meetings.models import CalendarFeed
from tests.factories.meetings import DecisionFactory, MeetingFactory, MinutesFactory, RegistrationFactory

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")


def file_of(browser, meeting):
    return browser.get(f"{meeting.get_absolute_url()}rencontre.ics")


def events(answer):
    """Parsed as a strict reader would; every event has what RFC 5545 asks for."""
    calendar = icalendar.Calendar.from_ical(answer.content.decode())
    assert (calendar["VERSION"], calendar["PRODID"]) == ("2.0", "-//Cercles//Rencontres//FR")
    assert answer.content.endswith(b"END:VCALENDAR\r\n")
    assert max(len(line) for line in answer.content.split(b"\r\n")) <= 75
    found = list(calendar.walk("VEVENT"))
    assert all(not event.errors and {"UID", "DTSTAMP", "DTSTART"} <= set(event) for event in found)
    zones = {zone["TZID"] for zone in calendar.walk("VTIMEZONE")}
    assert {event["DTSTART"].params["TZID"] for event in found} <= zones
    return found


@pytest.fixture
def feed_of(client_of):
    """The address of somebody's calendar, opened in the site."""

    def opened(person):
        client_of(person).post("/rencontres/mon-agenda/ouvrir/")
        return f"/rencontres/agenda/{CalendarFeed.objects.get(person=person).token}.ics"

    return opened


# One meeting.


def test_a_meeting_is_an_event_on_the_clock_of_its_place(cast, client_of):
    start = datetime(2030, 3, 14, 13, tzinfo=PARIS)
    meeting = MeetingFactory(
        circle=cast.circle, title="Louer, « vendre » ; ou\\prêter ?", starts_at=start, link="https://visio.exemple.fr/x"
    )
    RegistrationFactory(meeting=meeting, person=cast.member)
    answer = file_of(client_of(cast.member), meeting)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="rencontre-{meeting.ref}.ics"'
    (event,) = events(answer)
    assert (str(event["SUMMARY"]), event["DTSTART"].dt, event["DTEND"].dt) == (
        "Louer, « vendre » ; ou\\prêter ?", start, start + timedelta(hours=2),
    )  # fmt: skip
    assert (str(event["UID"]), event["SEQUENCE"], event["STATUS"]) == (f"{meeting.ref}@testserver", 0, "CONFIRMED")
    assert str(event["LOCATION"]) == "12 rue des Pairs, https://visio.exemple.fr/x"


def test_without_a_seat_the_file_says_neither_the_address_nor_the_link(cast, client_of):
    meeting = MeetingFactory(circle=cast.circle, link="https://visio.exemple.fr/x")
    answer = file_of(client_of(cast.member), meeting)
    (event,) = events(answer)
    assert str(event["LOCATION"]) == "à distance"
    assert [secret in answer.content.decode() for secret in ("rue des Pairs", "visio.exemple")] == [False, False]


def test_who_may_not_see_the_meeting_gets_no_file(cast, client_of):
    meeting = MeetingFactory(circle=cast.circle)
    draft = MeetingFactory(circle=cast.circle, draft=True)
    assert [
        file_of(client_of(cast.account), meeting).status_code,
        file_of(client_of(cast.member), draft).status_code,
    ] == [404, 404]


def test_a_move_and_a_cancellation_grow_the_sequence_of_the_same_event(cast, client_of):
    meeting = MeetingFactory(circle=cast.circle)
    browser = client_of(cast.member)
    told = []
    for act in (
        lambda: None,
        lambda: actions.change_meeting(meeting=meeting, by=None, title="Autre titre"),
        lambda: actions.change_meeting(meeting=meeting, by=None, address="1 rue Neuve"),
        lambda: actions.cancel_meeting(meeting=meeting, by=None, reason="Salle fermée."),
    ):
        act()
        (event,) = events(file_of(browser, meeting))
        told.append((str(event["UID"]), event["SEQUENCE"], str(event["STATUS"])))
    uid = f"{meeting.ref}@testserver"
    assert told == [(uid, 0, "CONFIRMED"), (uid, 0, "CONFIRMED"), (uid, 1, "CONFIRMED"), (uid, 2, "CANCELLED")]


def test_who_comes_back_sees_the_event_come_back(cast, client_of, outbox, meeting):
    """A calendar that cancelled an event takes a later SEQUENCE alone: each answer grows it, as each change of the meeting does."""
    act = {"meeting": meeting, "person": cast.member, "by": cast.member}
    told = []
    for answer in (actions.register, actions.decline, actions.register):
        answer(**act)
        (event,) = icalendar.Calendar.from_ical(outbox()[-1].attachments[0]["text"]).walk("VEVENT")
        told.append((event["SEQUENCE"], str(event["STATUS"]), event["DTSTAMP"].dt))
    assert [status for _sequence, status, _stamp in told] == ["CONFIRMED", "CANCELLED", "CONFIRMED"]
    assert told[0][0] < told[1][0] < told[2][0]
    (event,) = events(file_of(client_of(cast.member), meeting))
    assert event["SEQUENCE"] == told[2][0]
    moved = actions.change_meeting(meeting=meeting, by=None, address="1 rue Neuve")
    (event,) = events(file_of(client_of(cast.member), moved))
    assert event["SEQUENCE"] > told[2][0]


def test_who_waits_holds_an_event_that_is_not_sure(cast, client_of, meeting):
    RegistrationFactory(meeting=meeting, person=cast.member, waiting=True)
    (event,) = events(file_of(client_of(cast.member), meeting))
    assert (str(event["STATUS"]), str(event["LOCATION"])) == ("TENTATIVE", "à distance")


def test_an_event_of_july_is_two_hours_from_greenwich_and_one_of_january_one(cast, client_of):
    for month, hours in ((1, 1), (7, 2)):
        meeting = MeetingFactory(circle=cast.circle, starts_at=datetime(2030, month, 3, 13, tzinfo=PARIS))
        (event,) = events(file_of(client_of(cast.facilitator), meeting))
        assert event["DTSTART"].dt.utcoffset() == timedelta(hours=hours)


# Her own.


def test_a_private_calendar_holds_what_she_comes_to_waits_for_or_facilitates(cast, client, feed_of):
    def made(title, person=None, **more):
        meeting = MeetingFactory(circle=cast.circle, title=title, **more.pop("meeting", {}))
        return RegistrationFactory(meeting=meeting, person=person or cast.member, **more)

    made("Je viens")
    made("J’attends", waiting=True)
    made("J’y étais", attended=True, meeting={"held": True})
    made("Je suis invité", invited=True)
    made("Je ne viens pas", declined=True)
    made("Un autre vient", person=cast.account)
    made("En préparation", meeting={"draft": True})
    made("Il y a longtemps", attended=True, meeting={"held": True, "starts_at": clock.now() - timedelta(days=100)})
    told = {str(event["SUMMARY"]): str(event["STATUS"]) for event in events(client.get(feed_of(cast.member)))}
    assert told == {"Je viens": "CONFIRMED", "J’attends": "TENTATIVE", "J’y étais": "CONFIRMED"}
    told = {str(event["SUMMARY"]) for event in events(client.get(feed_of(cast.facilitator)))}
    assert told == {"Je viens", "J’attends", "J’y étais", "Je suis invité", "Je ne viens pas", "Un autre vient"}


def test_who_waits_does_not_read_the_address(cast, client, feed_of):
    RegistrationFactory(
        meeting=MeetingFactory(circle=cast.circle, link="https://visio.exemple.fr/x"), person=cast.member, waiting=True
    )
    text = client.get(feed_of(cast.member)).content.decode()
    assert [secret in text for secret in ("rue des Pairs", "visio.exemple", "à distance")] == [False, False, True]


def test_it_shows_no_name_and_nothing_that_was_said(cast, client, feed_of):
    meeting = MeetingFactory(
        circle=cast.circle, held=True, agenda=[{"minutes": 5, "title": "Secret du point", "speaker": "Aline Compte"}]
    )
    RegistrationFactory(meeting=meeting, person=cast.member, attended=True, organisation=cast.organisation)
    MinutesFactory(meeting=meeting, draft="Secret du compte rendu")
    DecisionFactory(meeting=meeting, text="Secret de la décision")
    text = client.get(feed_of(cast.member)).content.decode()
    assert "SUMMARY" in text
    assert [word in text for word in ("Secret", "Aline", "Malo", "Fanny", "Val-Fibre", "@example.org")] == [False] * 6


def test_the_address_needs_no_session_and_is_kept_nowhere(cast, client, feed_of):
    answer = client.get(feed_of(cast.member))
    assert answer.status_code == 200
    assert (answer.headers["Cache-Control"], answer.headers["X-Robots-Tag"]) == ("private, no-store", "noindex")
    assert not answer.cookies


def test_put_out_it_is_gone_for_good_and_another_may_be_opened(cast, client, client_of, feed_of):
    first = feed_of(cast.member)
    assert feed_of(cast.member) == first
    client_of(cast.member).post("/rencontres/mon-agenda/fermer/")
    assert client.get(first).status_code == 404
    second = feed_of(cast.member)
    assert second != first
    assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)


def test_an_address_cannot_be_guessed(cast, client, feed_of):
    address = feed_of(cast.member)
    token = address.rpartition("/")[2].removesuffix(".ics")
    assert len(token) == 32
    assert client.get(address.replace(token, token[:-1])).status_code == 404
    assert client.get("/rencontres/agenda/None.ics").status_code == 404


@pytest.mark.parametrize("change", [{"is_active": False}, {"state": "erased"}])
def test_somebody_who_is_gone_has_no_calendar(cast, client, feed_of, change):
    address = feed_of(cast.member)
    for name, value in change.items():
        setattr(cast.member, name, value)
    cast.member.save()
    assert client.get(address).status_code == 404


def test_who_no_longer_facilitates_no_longer_reads_the_circle_s_meetings(cast, client, feed_of):
    MeetingFactory(circle=cast.circle)
    address = feed_of(cast.facilitator)
    assert len(events(client.get(address))) == 1
    cast.circle.memberships.filter(person=cast.facilitator).update(until=clock.now())
    assert events(client.get(address)) == []


@pytest.mark.parametrize("count", [1, 3])
def test_a_calendar_takes_as_many_queries_whatever_it_holds(count, cast, client, feed_of, queries):
    for _ in range(count):
        RegistrationFactory(meeting=MeetingFactory(circle=cast.circle), person=cast.member)
    address = feed_of(cast.member)
    with queries(3):
        client.get(address)


def test_the_address_never_stands_in_a_log(monkeypatch):
    import logging

    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(HideSignedLinks())
    record = logging.LogRecord(
        "django.server", logging.INFO, "", 0, '"GET %s HTTP/1.1"', ("/rencontres/agenda/s3cret.ics",), None
    )
    handler.handle(record)
    assert written.getvalue() == '"GET /rencontres/agenda/… HTTP/1.1"\n'
