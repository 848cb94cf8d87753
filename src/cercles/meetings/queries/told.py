"""What the page of a meeting says, in plain values: each part of it is drawn once for what it says."""

from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from cercles.circles.rules import can_see_circle
from cercles.core.routes import address_of
from cercles.core.typography import when
from cercles.meetings import rules
from cercles.meetings.enums import FollowUpState, MeetingState
from cercles.meetings.queries.page import MeetingPage
from cercles.meetings.queries.words import deadline_of, place_of
from cercles.people.models import User

_KINDS = {FollowUpState.OPEN: "wait", FollowUpState.DONE: "ok", FollowUpState.DROPPED: "stop"}


class Pill(NamedTuple):
    text: str
    kind: str


class Asked(NamedTuple):
    """What is asked, where, and where the reader stands. ``link`` is told apart, for who has a seat."""

    state: str
    reason: str
    question: str
    pills: tuple[Pill, ...]
    place_in_line: int
    place: str
    link: str
    is_hidden: bool  # the address and the link are for who has a seat
    deadline: str  # until when one may ask for a seat, when it is before the start
    is_closed: bool  # it is past


class Decided(NamedTuple):
    text: str
    why: str
    remove_url: str  # empty for who does not write the minutes


class Tools(NamedTuple):
    """The links beside a meeting: those this reader has. ``circle`` is its name, for whom it exists."""

    ref: str
    circle: str
    slug: str
    keeps: bool  # in her own calendar
    rereads: bool
    notes: bool
    published: bool
    runs: bool
    edits: bool
    dates: bool  # in preparation: the circle may be asked which date
    announced: bool
    signs: bool
    again: bool
    held: bool


class ToDo(NamedTuple):
    pk: int
    what: str
    state: Pill
    who: str
    due: str
    reason: str
    answers: bool


class Kept(NamedTuple):
    """What somebody takes away; ``name``: said to who facilitates, never under the Chatham House rule."""

    text: str
    will_try: bool
    outcome: str
    name: str
    own: bool


def asked_of(page: MeetingPage) -> Asked:
    meeting, link = page.meeting, ""
    place = place_of(meeting, seated=page.seated)
    if page.seated and meeting.link:
        place, link = " ".join(filter(None, (meeting.address, meeting.town))), meeting.link
    soon = meeting.state == MeetingState.ANNOUNCED and not meeting.has_started
    return Asked(
        state=meeting.state, reason=meeting.state_reason, question=meeting.question,
        pills=() if meeting.is_cancelled else pills_of(page), place_in_line=page.place_in_line, place=place, link=link,
        is_hidden=soon and not page.seated and bool(meeting.address or meeting.link),
        deadline=deadline_of(meeting) if soon else "", is_closed=soon and not meeting.takes_registrations,
    )  # fmt: skip


def pills_of(page: MeetingPage) -> tuple[Pill, ...]:
    """Seats, the rule of the house, where the reader stands."""
    meeting, seats = page.meeting, page.seats
    said = (
        Pill(seats.yours if meeting.takes_registrations else "", "wait"),
        Pill(seats.words if meeting.was_announced else "", "still"),
        Pill(seats.queue if meeting.takes_registrations else "", "wait"),
        Pill(_("Règle de Chatham House") if meeting.is_chatham else "", "still"),
        Pill(page.stands, "ok"),
    )
    return tuple(pill for pill in said if pill.text)


def tools_of(page: MeetingPage, reader: Any) -> Tools:
    meeting = page.meeting
    told = meeting.was_announced and not meeting.is_cancelled
    return Tools(
        ref=meeting.ref, circle=meeting.circle.name if can_see_circle(reader, meeting.circle) else "", slug=meeting.circle.slug,
        keeps=meeting.state == MeetingState.ANNOUNCED and not meeting.is_over,
        rereads=page.has_answered and rules.can_answer_after(reader, meeting),
        notes=told and meeting.has_started and rules.can_write_minutes(reader, meeting),
        published=page.minutes is not None and page.minutes.is_published, runs=page.runs,
        edits=rules.can_edit_meeting(reader, meeting), dates=meeting.state == MeetingState.DRAFT,
        announced=meeting.was_announced, signs=told and not meeting.is_chatham,
        again=not meeting.circle.is_closed, held=meeting.state == MeetingState.HELD,
    )  # fmt: skip


def agenda_of(page: MeetingPage) -> tuple[tuple[Any, str, str], ...]:
    """Minutes, title, who speaks."""
    return tuple((item.get("minutes"), item.get("title", ""), item.get("speaker", "")) for item in page.agenda)


def decisions_of(page: MeetingPage, reader: Any) -> list[Decided]:
    ref = page.meeting.ref if page.decisions and rules.can_write_minutes(reader, page.meeting) else ""
    return [
        Decided(row.text, row.why, address_of("meetings:decision_remove", ref, row.pk) if ref else "")
        for row in page.decisions
    ]


def people_of(page: MeetingPage) -> list[dict[str, str]]:
    return [{"name": User.named(*named), "organisation": organisation or ""} for *named, organisation in page.people]


def follow_ups_of(page: MeetingPage, reader: Any) -> tuple[ToDo, ...]:
    """Who does it is for who may know the names; whoever does it, or facilitates, gives news."""
    return tuple(
        ToDo(
            pk=pk, what=what, state=Pill(str(FollowUpState(state).label), _KINDS[FollowUpState(state)]),
            who=" · ".join(filter(None, (User.named(*named) if person else "", organisation))) if page.names else "",
            due=when(due), reason=reason, answers=page.runs or (person is not None and person == reader.pk),
        )
        for pk, what, due, state, reason, organisation, person, *named in page.follow_ups
    )  # fmt: skip


def takeaways_of(page: MeetingPage, reader: Any) -> tuple[Kept, ...]:
    named = page.runs and not page.meeting.is_chatham
    return tuple(
        Kept(text, will_try, outcome, User.named(*names) if named else "", person == reader.pk)
        for text, will_try, outcome, person, *names in page.takeaways
    )
