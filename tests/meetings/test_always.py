"""What holds after any sequence of acts, whatever its order: found by trying many."""

from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cercles.core.errors import RuleBroken
from cercles.meetings import actions
from cercles.meetings.rules.seats import who_gets_a_seat
from tests.factories.meetings import MeetingFactory
from tests.factories.organisations import AffiliationFactory, OrganisationFactory
from tests.factories.people import PersonFactory

PEOPLE = 7
numbers = st.none() | st.integers(1, 4)
acts = st.lists(
    st.tuples(st.sampled_from(["come", "leave"]), st.integers(0, PEOPLE - 1))
    | st.tuples(st.just("propose"), st.integers(0, PEOPLE * PEOPLE - 1))
    | st.tuples(st.sampled_from(["capacity", "each"]), numbers),
    max_size=30,
)  # fmt: skip


# The algorithm alone.


@given(
    waiting=st.lists(st.sampled_from(["A", "B", "C", None]), max_size=12),
    seated=st.lists(st.sampled_from(["A", "B", "C", None]), max_size=6),
    capacity=numbers, each=numbers,
)  # fmt: skip
def test_the_list_is_read_fairly(waiting, seated, capacity, each):
    queue = list(enumerate(waiting))
    chosen = who_gets_a_seat(queue, seated, capacity=capacity, per_organisation=each)
    assert chosen == sorted(set(chosen))
    new = [organisation for pk, organisation in queue if pk in chosen]
    room_left = capacity is None or len(seated) + len(new) < capacity
    if new and capacity is not None:
        assert len(seated) + len(new) <= capacity
    for organisation in {one for one in new if one is not None}:
        assert each is None or (seated + new).count(organisation) <= each
    for pk, organisation in queue:
        if pk not in chosen:  # passed over: only because nothing suits her
            full = organisation is not None and each is not None and (seated + new).count(organisation) >= each
            assert full or not room_left


# The acts, on a real meeting.


@pytest.fixture
def world(db):
    organisations = OrganisationFactory.create_batch(2)
    people = PersonFactory.create_batch(PEOPLE)
    for number, person in enumerate(people):
        if number % 3:
            AffiliationFactory(person=person, organisation=organisations[number % 3 - 1])
    return SimpleNamespace(people=people, meeting=None)


def do(world, verb, value):
    meeting, people = world.meeting, world.people
    if verb == "come":
        actions.register(meeting=meeting, person=people[value], by=people[value])
    elif verb == "leave":
        actions.decline(meeting=meeting, person=people[value], by=people[value])
    elif verb == "propose":
        giver, taker = people[value // PEOPLE], people[value % PEOPLE]
        actions.propose_colleague(meeting=meeting, by=giver, email=taker.email, instead=True)
    else:
        field = "capacity" if verb == "capacity" else "seats_per_organisation"
        meeting.refresh_from_db()
        actions.change_meeting(meeting=meeting, by=None, **{field: value})


def check(world):
    """Never overbooked; nobody waits beside a seat that suits her; the numbers of the list are distinct."""
    meeting = world.meeting
    meeting.refresh_from_db()
    seated = list(meeting.registrations.seated().values_list("organisation", flat=True))
    assert meeting.capacity is None or len(seated) <= meeting.capacity
    limit = meeting.seats_per_organisation
    assert limit is None or all(seated.count(one) <= limit for one in set(seated) - {None})
    waiting = list(meeting.registrations.waiting().values_list("pk", "organisation"))
    assert who_gets_a_seat(waiting, seated, capacity=meeting.capacity, per_organisation=limit) == []


def queue(world):
    return list(world.meeting.registrations.waiting().values_list("person", flat=True))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(steps=acts, capacity=numbers, each=numbers)
def test_whatever_is_done_the_seats_are_right(world, steps, capacity, each):
    world.meeting = MeetingFactory(capacity=capacity, seats_per_organisation=each)
    for verb, value in steps:
        before = queue(world)
        try:
            do(world, verb, value)
        except RuleBroken:
            assert queue(world) == before
        check(world)
        after = queue(world)
        kept = [person for person in before if person in after]
        assert kept == [person for person in after if person in kept], "the order of the list is kept"
        if verb == "leave":
            assert set(after) <= set(before)
