"""Indicators on data counted by hand; and that no person's name can appear in them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from cercles.circles.actions import threads
from cercles.circles.models import Membership, PositionStatement
from cercles.circles.queries.reporting import few, few_of, indicators_of
from cercles.core import clock
from cercles.meetings.models import FollowUp
from cercles.polls.models import Ballot, Poll
from cercles.practices.models import PracticeSheet
from tests.factories.circles import CircleFactory, MembershipFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.organisations import OrganisationFactory
from tests.factories.people import PersonFactory
from tests.factories.practices import make_shared

pytestmark = pytest.mark.django_db


def told(circle):
    day = clock.today() + timedelta(days=1)
    return {one.key: (one.value or one.missing).replace("\xa0", " ") for one in indicators_of(circle, day)}


def test_an_empty_circle_shows_what_is_missing_as_missing():
    circle = CircleFactory()
    assert told(circle) == {
        "members": "0", "newcomers": "0", "silent": "personne n’est membre depuis plus de six mois",
        "voices": "aucune organisation n’a de membre ici", "held": "0", "attendance": "moins de cinq places pointées",
        "core": "moins de trois rencontres pointées", "idle": "aucune rencontre tenue", "overdue": "0", "sheets": "0",
        "reuses": "0", "outputs": "0",
    }  # fmt: skip


@pytest.fixture
def lived():
    """Twelve members for six organisations, all here for two years but four newcomers; four meetings, of which three were ticked."""
    now = clock.now()
    circle = CircleFactory()
    parties = OrganisationFactory.create_batch(6)
    people = PersonFactory.create_batch(12)
    for number, person in enumerate(people):
        since = now - timedelta(days=100 if number >= 8 else 730)
        MembershipFactory(circle=circle, person=person, organisation=parties[number % 6], since=since)
    for ago in (300, 200, 100, 30):
        start = now - timedelta(days=ago, hours=2)
        meeting = MeetingFactory(
            circle=circle, starts_at=start, ends_at=start + timedelta(hours=2), state="held", announced_at=start - timedelta(days=9),
            attendance_at=None if ago == 30 else start,
        )  # fmt: skip
        for number, person in enumerate(people[:5]):  # the first three always came, the others once out of four
            meeting.registrations.create(person=person, state="attended" if number < 3 or ago == 300 else "absent")
    return circle, people, parties, meeting


def test_a_circle_counted_by_hand(lived):
    circle, people, _parties, meeting = lived
    today = clock.today()
    for due in (today - timedelta(days=5), today - timedelta(days=1), today + timedelta(days=9), None):
        FollowUp.objects.create(meeting=meeting, what="Appeler", due=due)
    threads.start_thread(circle=circle, by=people[0], title="Qui ?", text="Bonjour.")
    for person in people[7:9]:
        threads.start_thread(circle=circle, by=person, title="Qui ?", text="Bonjour.")
    assert told(circle) == {
        "members": "12",
        "newcomers": "4",
        # Eight are old; the first five came or were asked within six months only if attended: 0, 1, 2 came, 3 and 4 did not; 7 wrote.
        "silent": "4 sur 8 (50 %)",
        # Written for by people 0, 7 and 8: organisations 0, 1 and 2.
        "voices": "3 sur 6 (50 %)",
        "held": "4",
        # 15 places ticked: 3 people × 3 meetings, and 2 once.
        "attendance": "11 sur 15 (73 %)",
        # 0, 1 and 2 came three times of three; 3 and 4 once of three.
        "core": "3 sur 12 (25 %)",
        "idle": "30", "overdue": "2", "sheets": "0", "reuses": "0", "outputs": "0",
    }  # fmt: skip


def test_one_or_two_people_are_never_a_number(lived):
    circle, people, _parties, _meeting = lived
    for person in people[3:6]:
        threads.start_thread(circle=circle, by=person, title="Qui ?", text="Bonjour.")
    assert told(circle)["silent"] == "moins de 3, sur 8"
    Membership.objects.filter(circle=circle, person__in=people[8:11]).update(since=clock.now() - timedelta(days=730))
    assert told(circle)["newcomers"] == "moins de 3"


def test_the_one_or_two_who_are_left_are_no_number_either():
    assert [few(count, 8) for count in range(9)] == [
        "0", "moins de 3", "moins de 3", "3", "4", "5", "presque tous", "presque tous", "presque tous",
    ]  # fmt: skip


@given(among=st.integers(1, 400), data=st.data())
def test_no_told_number_is_below_three_nor_leaves_fewer_than_three(among, data):
    count = data.draw(st.integers(1, among))
    said = few_of(count, among)
    if said.split()[0].isdigit():
        assert count >= 3
        assert among - count >= 3


def test_secret_ballots_do_not_say_who_is_here(lived):
    circle, people, *_ = lived
    before = told(circle)["silent"]
    poll = Poll.objects.create(
        circle=circle, title="Oui ?", closes_at=clock.now() + timedelta(days=5), is_secret=True, shown_when="closed"
    )
    for person in people[:8]:
        Ballot.objects.create(poll=poll, person=person)
    assert told(circle)["silent"] == before


def test_a_shared_sheet_is_an_output_and_a_voice(cast):
    make_shared(cast)
    found = told(cast.circle)
    assert (found["sheets"], found["outputs"], found["voices"]) == ("1", "1", "moins de 3, sur 1")


def test_no_name_can_appear_in_the_page_of_indicators(lived, client_of):
    """Whatever people are called, and whatever they did, what is told is the same."""
    circle, people, parties, meeting = lived
    PositionStatement.objects.create(
        circle=circle, theme=circle.own_themes.create(label="Thème"), organisation=parties[0], level="trying",
        said_by=people[0], audience=circle.members_audience,
    )  # fmt: skip
    FollowUp.objects.create(
        meeting=meeting, what="Appeler Zénaïde", person=people[3], due=clock.today() - timedelta(days=1)
    )
    for number, person in enumerate(people):
        person.name = f"Zénaïde-{number} Quintreau"
        person.save()
    for number, party in enumerate(parties):
        party.name = f"Maison-{number} Quintreau"
        party.save()
    assert PracticeSheet.objects.count() == 0
    said = " ".join(f"{one}" for one in indicators_of(circle, clock.today()))
    assert "Quintreau" not in said
    assert "Zénaïde" not in said
    page = client_of(people[11]).get(reverse("circles:reviews", args=[circle.slug])).content.decode()
    assert page.count("Quintreau") == page.split("<main")[0].count(
        "Quintreau"
    )  # her own name, in the menu of her account
    assert "Comment c’est calculé" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_much_for_one_meeting_as_for_three(cast, client_of, queries, count):
    start = clock.now() - timedelta(days=20)
    for _ in range(count):
        MeetingFactory(
            circle=cast.circle, starts_at=start, ends_at=start + timedelta(hours=1), state="held", announced_at=start
        )
    browser, url = client_of(cast.member), reverse("circles:reviews", args=[cast.circle.slug])
    browser.get(url)
    with queries(21):
        page = browser.get(url).content.decode()
    assert f"<strong>Rencontres tenues</strong><br>{count}" in page
