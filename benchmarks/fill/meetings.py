"""Meetings: twenty a circle on average, one in ten still to come, a dozen people at each."""

from collections.abc import Iterator
from datetime import timedelta

from benchmarks.fill.book import Book, write
from benchmarks.fill.people import towns
from cercles.circles.models import Circle, Membership
from cercles.core.text import search_key
from cercles.meetings.enums import FORMATS, Confidentiality, MeetingState, Presence
from cercles.meetings.models import Decision, FollowUp, Meeting, Minutes, MinutesVersion, Registration, Takeaway


def fill_meetings(book: Book) -> None:
    circles = list(Circle.objects.order_by("pk"))
    shares = book.shares(book.size.meetings, len(circles), 0.5)
    homes = [circle for circle, count in zip(circles, shares, strict=True) for _ in range(count)]
    write(_meeting(book, circle, place) for circle, place in zip(homes, towns(book, len(homes)), strict=True))


def _meeting(book: Book, circle: Circle, place: int) -> Meeting:
    coming = book.rng.random() < 0.1
    start = book.now + timedelta(days=book.rng.randint(3, 120)) if coming else book.ago(1200) - timedelta(days=3)
    kind = book.rng.choice(list(FORMATS))
    state = MeetingState.ANNOUNCED if coming else book.rng.choices([MeetingState.HELD, MeetingState.CLOSED], [1, 4])[0]
    visibility = book.rng.choices(["circle", "network", "public"], [6, 3, 1])[0]
    title = book.words.title()[:150]
    return Meeting(
        circle=circle, format=kind, title=title, search_key=search_key(title)[:180], question=book.words.sentence(),
        agenda=[{"minutes": n, "title": str(what), "speaker": ""} for n, what in FORMATS[kind].agenda],
        starts_at=start, ends_at=start + timedelta(minutes=FORMATS[kind].minutes), territory_id=place,
        confidentiality=Confidentiality.CHATHAM if book.rng.random() < 0.2 else Confidentiality.ORDINARY,
        capacity=book.rng.choice([None, 24, 40]), state=state, announced_at=start - timedelta(days=40), visibility=visibility,
        audience=circle.members_audience if visibility == "circle" else visibility, is_fictional=True,
        attendance_at=None if coming else start + timedelta(days=1), created_at=start - timedelta(days=50),
    )  # fmt: skip


def fill_attendance(book: Book) -> None:
    members: dict[int, list[tuple[int, int | None]]] = {}
    rows = Membership.objects.order_by("pk").values_list("circle", "person", "organisation")
    for circle, person, organisation in rows:
        members.setdefault(circle, []).append((person, organisation))
    meetings = list(Meeting.objects.order_by("pk"))
    write(row for meeting in meetings for row in _registrations(book, meeting, members[meeting.circle_id]))


def _registrations(book: Book, meeting: Meeting, members: list[tuple[int, int | None]]) -> Iterator[Registration]:
    """Who facilitates is there; others are drawn."""
    coming = meeting.state == MeetingState.ANNOUNCED
    after = [Presence.ATTENDED, Presence.ABSENT, Presence.CANCELLED]
    states = [Presence.REGISTERED, Presence.INVITED] if coming else after
    for rank, (person, organisation) in enumerate([members[0], *book.few(members[1:], 22, 4)], 1):
        state = states[0] if rank == 1 else book.rng.choices(states, [6, 2, 1][: len(states)])[0]
        yield Registration(
            meeting=meeting, person_id=person, organisation_id=organisation, state=state, queue_number=rank,
            created_at=meeting.created_at,
        )  # fmt: skip


def fill_minutes(book: Book) -> None:
    held = list(Meeting.objects.exclude(state=MeetingState.ANNOUNCED).select_related("circle").order_by("pk"))
    told = [meeting for meeting in held if book.rng.random() < 0.6]
    minutes = write(
        Minutes(meeting=row, draft=book.words.text(12), published_number=1, visibility="circle",
                audience=row.circle.members_audience)
        for row in told
    )  # fmt: skip
    write(MinutesVersion(minutes=row, number=1, text=row.draft, published_at=row.meeting.ends_at) for row in minutes)
    write(
        Decision(meeting=row, text=book.words.sentence(), why=book.words.sentence())
        for row in told
        for _ in range(book.rng.randint(0, 4))
    )
    came: dict[int, list[int]] = {}
    rows = Registration.objects.filter(state=Presence.ATTENDED).order_by("pk").values_list("meeting", "person")
    for meeting, person in rows:
        came.setdefault(meeting, []).append(person)
    write(row for meeting in told for row in _follow_ups(book, meeting, came.get(meeting.pk, [])))
    write(
        Takeaway(
            meeting=row, person_id=person, text=book.words.text(2), will_try=True, may_share=book.rng.random() < 0.7
        )
        for row in held
        for person in book.few(came.get(row.pk, []), 5, 0)
    )


def _follow_ups(book: Book, meeting: Meeting, people: list[int]) -> Iterator[FollowUp]:
    for person in book.few(people, 3, 0):
        state = book.rng.choices(["open", "done"], [1, 9])[0]
        due = (meeting.ends_at + timedelta(days=60)).date()
        yield FollowUp(meeting=meeting, what=book.words.sentence()[:300], person_id=person, due=due, state=state)
