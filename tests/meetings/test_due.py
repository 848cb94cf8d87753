"""What waits for somebody around meetings: one line each, one act, and a number of queries that does not grow."""

from datetime import timedelta

import pytest

from cercles.core import clock
from cercles.meetings import actions
from cercles.meetings.queries import due_of
from tests.factories.meetings import (
    FollowUpFactory,
    MeetingFactory,
    MinutesFactory,
    RegistrationFactory,
    TakeawayFactory,
)
from tests.meetings.conftest import plain

pytestmark = pytest.mark.django_db
EVERYBODY = ("account", "member", "facilitator", "representative", "administrator", "former")


def due(cast, name):
    return [
        (item.title, item.label, item.url.replace(f"/{ref_of(item.url)}/", "/…/"), item.urgency)
        for item in lines(cast, name)
    ]


def lines(cast, name):
    return due_of(cast.person(name))


def ref_of(url):
    return url.split("/")[2]


def test_nothing_waits_around_a_meeting_that_asks_for_nothing(cast):
    MeetingFactory(circle=cast.circle)
    MeetingFactory(circle=cast.circle, draft=True)
    MeetingFactory(circle=cast.circle, cancelled=True)
    MeetingFactory(circle=cast.circle, closed=True)
    assert [lines(cast, name) for name in EVERYBODY] == [[]] * 6


def test_a_stranger_has_nothing_due(cast):
    assert due_of(cast.stranger) == []


def test_an_invitation_waits_for_who_is_invited_until_registrations_end(cast):
    meeting = MeetingFactory(circle=cast.circle, title="Louer", register_until=clock.now() + timedelta(days=9))
    RegistrationFactory(meeting=meeting, person=cast.member, invited=True)
    assert due(cast, "member") == [("Louer", "Dire si je viens", "/rencontres/…/", 60)]
    with clock.at(clock.now() + timedelta(days=8)):
        assert due(cast, "member") == [("Louer", "Dire si je viens", "/rencontres/…/", 75)]
    with clock.at(clock.now() + timedelta(days=9, minutes=1)):
        assert due(cast, "member") == []


@pytest.mark.parametrize("answer", ["waiting", "declined", "registered"])
def test_nothing_waits_for_who_answered(cast, answer):
    more = {} if answer == "registered" else {answer: True}
    RegistrationFactory(meeting=MeetingFactory(circle=cast.circle), person=cast.member, **more)
    assert due(cast, "member") == []


def test_people_who_wait_are_told_to_who_facilitates(cast):
    meeting = MeetingFactory(circle=cast.circle, title="Louer")
    RegistrationFactory.create_batch(2, meeting=meeting, waiting=True)
    assert due(cast, "facilitator") == [("Louer", "Voir les inscriptions", "/rencontres/…/inscriptions/", 40)]
    assert plain(lines(cast, "facilitator")[0].note) == "2 personnes attendent une place"


def test_after_a_meeting_the_list_then_the_minutes_wait_for_who_facilitates(cast):
    meeting = MeetingFactory(circle=cast.circle, held=True, title="Louer")
    attendance = ("Louer", "Pointer les présences", "/rencontres/…/presences/", 80)
    minutes = ("Louer", "Écrire le compte rendu", "/rencontres/…/compte-rendu/ecrire/", 70)
    assert due(cast, "facilitator") == [attendance]
    assert plain(lines(cast, "facilitator")[0].note).endswith(", puis le compte rendu")
    actions.tick_attendance(meeting=meeting, by=cast.facilitator, present=())
    assert due(cast, "facilitator") == [minutes]
    MinutesFactory(meeting=meeting)
    assert due(cast, "facilitator") == []


def test_the_end_is_enough_even_before_the_meeting_is_marked_as_held(cast):
    MeetingFactory(circle=cast.circle, past=True, title="Louer")
    assert [item[1] for item in due(cast, "facilitator")] == ["Pointer les présences"]


def test_minutes_wait_for_who_was_asked_to_report(cast):
    MeetingFactory(circle=cast.circle, held=True, title="Louer", reporter=cast.account)
    assert due(cast, "account") == [("Louer", "Écrire le compte rendu", "/rencontres/…/compte-rendu/ecrire/", 70)]


def test_a_closed_meeting_asks_for_nothing_more(cast):
    meeting = MeetingFactory(circle=cast.circle, held=True)
    actions.close_meeting(meeting=meeting, by=cast.facilitator, reason="Rien de neuf.")
    assert due(cast, "facilitator") == []


def test_what_somebody_said_she_would_do_waits_when_its_day_is_near(cast):
    today, meeting = clock.today(), MeetingFactory(circle=cast.circle, held=True)
    rows = [
        FollowUpFactory(meeting=meeting, person=cast.member, what=what, due=today + timedelta(days=days), state=state)
        for what, days, state in (
            ("En retard", -1, "open"),
            ("Bientôt", 7, "open"),
            ("Plus tard", 8, "open"),
            ("Fini", 0, "done"),
        )
    ]
    assert due(cast, "member") == [
        ("En retard", "Donner des nouvelles", f"/rencontres/…/suites/{rows[0].pk}/", 90),
        ("Bientôt", "Donner des nouvelles", f"/rencontres/…/suites/{rows[1].pk}/", 65),
    ]


def test_the_one_question_waits_a_month_for_who_was_there(cast):
    meeting = MeetingFactory(circle=cast.circle, closed=True, title="Louer")
    RegistrationFactory(meeting=meeting, person=cast.member, attended=True)
    RegistrationFactory(meeting=meeting, person=cast.account, absent=True)
    assert due(cast, "account") == []
    assert due(cast, "member") == [("Louer", "Dire ce qui m’a été utile", "/rencontres/…/ce-que-je-retiens/", 45)]
    with clock.at(meeting.ends_at + timedelta(days=31)):
        assert due(cast, "member") == []
    TakeawayFactory(meeting=meeting, person=cast.member)
    assert due(cast, "member") == []


def test_no_line_names_anybody(cast):
    meeting = MeetingFactory(circle=cast.circle, held=True, title="Louer")
    RegistrationFactory(meeting=meeting, person=cast.member, attended=True)
    said = " ".join(f"{item.title} {item.note} {item.group}" for name in EVERYBODY for item in lines(cast, name))
    assert [name in said for name in ("Malo", "Fanny", "Val-Fibre")] == [False, False, False]


@pytest.mark.parametrize("count", [1, 3])
def test_its_queries_do_not_grow(cast, count, queries):
    for _ in range(count):
        FollowUpFactory(
            meeting=MeetingFactory(circle=cast.circle, held=True), person=cast.facilitator, due=clock.today()
        )
        RegistrationFactory(meeting=MeetingFactory(circle=cast.circle), person=cast.facilitator, invited=True)
        RegistrationFactory(meeting=MeetingFactory(held=True), person=cast.facilitator, attended=True)
    person = cast.person("facilitator")
    with queries(5):
        assert len(due_of(person)) == 4 * count
