"""What the page of a meeting shows to one reader: each part is there, or it is not."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cercles.core.prepared import prepared
from cercles.core.routes import address_of
from cercles.meetings import rules
from cercles.meetings.enums import TAKING_PART, MeetingState, Presence
from cercles.meetings.models import Decision, FollowUp, Meeting, Minutes, MinutesVersion, Registration, Takeaway
from cercles.meetings.queries.seats import Seats, organisations_for, place_in_line, seats_of
from cercles.meetings.queries.words import mine_words
from cercles.meetings.rules import kept

MOST = 200  # names on a page
_NAMED = ("person__name", "person__email", "person__state")  # what ``User.named`` takes


@dataclass(frozen=True)
class Step:
    """The one coral act of the page: a link, or a button that posts."""

    label: str
    url: str
    posts: bool = False


@dataclass
class MeetingPage:
    """``names``: the reader may know who; ``seated``: she may know where. The lines of lists are in the order of their queries."""

    meeting: Meeting
    standing: str  # the state of her registration; empty when she has none
    seats: Seats
    runs: bool
    names: bool
    seated: bool
    place_in_line: int = 0
    own_organisations: list[Any] = field(default_factory=list)
    people: list[Any] = field(default_factory=list)
    minutes: Minutes | None = None
    decisions: list[Decision] = field(default_factory=list)
    follow_ups: list[Any] = field(default_factory=list)
    takeaways: list[Any] = field(default_factory=list)
    has_answered: bool = False  # the one question after
    step: Step | None = None

    @property
    def agenda(self) -> list[dict[str, Any]]:
        """Under the Chatham House rule the names of who speaks are for who takes part."""
        if self.names or not self.meeting.is_chatham:
            return self.meeting.agenda
        return [{**item, "speaker": ""} for item in self.meeting.agenda]

    @property
    def stands(self) -> str:
        """« Vous participez », or what became of it; where she waits is said at length."""
        return mine_words(self.meeting, self.standing) if self.standing in TAKING_PART else ""

    @property
    def is_waiting(self) -> bool:
        return self.standing == Presence.WAITING


def page_of(meeting: Meeting, reader: Any, *, brief: bool = False) -> MeetingPage:
    """A bounded number of queries, whatever the number of people. ``brief``: for a panel, neither who comes nor what followed."""
    standing = kept.registrations_of(reader).get(meeting.pk, "")
    mine, own = None, []
    if meeting.takes_registrations:
        mine = next(iter(_own(meeting, reader)), None) if standing else None
        own = organisations_for(reader, meeting)
    organisation = mine.organisation if mine and mine.organisation_id else next(iter(own), None)
    page = MeetingPage(
        meeting=meeting, standing=standing, seats=seats_of(meeting, organisation=organisation), own_organisations=own,
        runs=rules.can_run_meeting(reader, meeting), names=rules.can_see_names(reader, meeting),
        seated=rules.takes_part(reader, meeting),
    )  # fmt: skip
    if mine is not None and page.is_waiting:
        mine.meeting = meeting
        page.place_in_line = place_in_line(mine)
    if page.names and not brief:
        page.people = people_of(meeting)
    if not brief:
        _add_what_followed(page, reader)
    page.step = _step(page, reader)
    return page


@prepared
def _own(meeting: Meeting, person: Any) -> QuerySet[Registration]:
    return Registration.objects.filter(meeting=meeting, person=person).select_related("organisation")


@prepared
def people_of(meeting: Meeting) -> QuerySet[Registration, Any]:
    """Those who have a seat or came, by name."""
    rows = Registration.objects.filter(meeting=meeting).taking_part()
    return rows.order_by("person__search_key", "id").values_list(*_NAMED, "organisation__name")[:MOST]


@prepared
def _minutes(meeting: Meeting, reader: Any) -> QuerySet[Minutes]:
    found = Minutes.objects.visible_to(reader).filter(meeting=meeting)
    return found.only("meeting", "visibility", "audience", "published_number")


@prepared
def _minutes_at(reader: Any, ref: str) -> QuerySet[Minutes]:
    found = Minutes.objects.visible_to(reader).filter(meeting__ref=ref)
    return found.select_related("meeting__circle", "meeting__reporter")


def minutes_seen(reader: Any, ref: str) -> Minutes | None:
    """The minutes of the meeting of that address, if the reader may read them."""
    return next(iter(_minutes_at(reader, ref)), None)


@prepared
def versions_of(minutes: Minutes) -> QuerySet[MinutesVersion]:
    """The newest first, without their texts."""
    return MinutesVersion.objects.filter(minutes=minutes).defer("text")


@prepared
def _version(minutes: Minutes, number: int) -> QuerySet[MinutesVersion]:
    return MinutesVersion.objects.filter(minutes=minutes, number=number).select_related("author")


def version_of(minutes: Minutes, number: int) -> MinutesVersion | None:
    return next(iter(_version(minutes, number)), None)


@prepared
def decisions_of(meeting: Meeting) -> QuerySet[Decision]:
    return Decision.objects.filter(meeting=meeting)


@prepared
def _follow_ups(meeting: Meeting, reader: Any) -> QuerySet[FollowUp, Any]:
    found = FollowUp.objects.visible_to(reader).filter(meeting=meeting)
    return found.values_list("pk", "what", "due", "state", "reason", "organisation__name", "person", *_NAMED)


@prepared
def _takeaways(meeting: Meeting, reader: Any) -> QuerySet[Takeaway, Any]:
    found = Takeaway.objects.visible_to(reader).filter(meeting=meeting)
    return found.order_by("answered_at", "id").values_list("text", "will_try", "outcome", "person", *_NAMED)


def _add_what_followed(page: MeetingPage, reader: Any) -> None:
    meeting = page.meeting
    if not meeting.was_announced:
        return
    page.minutes = next(iter(_minutes(meeting, reader)), None)
    if page.minutes is not None or page.seated:
        page.decisions = decisions_of(meeting)
    page.follow_ups = _follow_ups(meeting, reader)
    page.takeaways = _takeaways(meeting, reader) if meeting.has_started else []
    page.has_answered = any(person == reader.pk for _text, _try, _outcome, person, *_named in page.takeaways)


def _step(page: MeetingPage, reader: Any) -> Step | None:
    """What waits for this reader here, the most urgent first."""
    meeting = page.meeting
    if page.runs and meeting.state == MeetingState.DRAFT:
        return Step(_("Annoncer la rencontre"), address_of("meetings:announce", meeting.ref), posts=True)
    if page.runs and meeting.state == MeetingState.HELD and meeting.attendance_at is None:
        return Step(_("Pointer les présences"), address_of("meetings:attendance", meeting.ref))
    unwritten = page.minutes is None or not page.minutes.is_published
    if meeting.state == MeetingState.HELD and unwritten and rules.can_write_minutes(reader, meeting):
        return Step(_("Écrire le compte rendu"), address_of("meetings:minutes_write", meeting.ref))
    if rules.can_answer_after(reader, meeting) and not page.has_answered:
        return Step(_("Dire ce qui m’a été utile"), address_of("meetings:takeaway", meeting.ref))
    if page.runs and meeting.state == MeetingState.HELD:
        return Step(_("Clore la rencontre"), address_of("meetings:close", meeting.ref))
    if meeting.takes_registrations and page.standing not in (*TAKING_PART, Presence.WAITING):
        url = address_of("meetings:register", meeting.ref)
        label = _("Je participe") if page.seats.suits else _("Rejoindre la liste d’attente")
        return Step(label, url, posts=reader.is_authenticated and len(page.own_organisations) < 2)
    return None
