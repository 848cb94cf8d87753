"""Lists of meetings."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from cercles.circles.models import Circle
from cercles.core import audience, clock
from cercles.core.prepared import Listed, prepared
from cercles.meetings.enums import Confidentiality, MeetingState, Presence
from cercles.meetings.models import Meeting, Registration
from cercles.meetings.models.meeting import asked_to
from cercles.meetings.queries.words import mine_words, when_of
from cercles.meetings.rules import kept
from cercles.organisations.models import Organisation

FEW = 3  # in a panel of another page
COMING = 20


@dataclass(frozen=True)
class Line:
    """A meeting in a list, and where its reader stands."""

    meeting: Meeting
    state: str
    words: str
    kind: str

    @property
    def is_mine(self) -> bool:
        """She was asked, and did not say no."""
        return self.state not in ("", Presence.CANCELLED)

    @property
    def told(self) -> dict[str, Any]:
        """In plain values, for a page."""
        meeting = self.meeting
        day = meeting.local_start.date()
        return {
            "title": meeting.title, "url": meeting.get_absolute_url(), "day": day, "this_year": day.year == clock.today().year,
            "format": str(meeting.format_label), "at": when_of(meeting), "circle": meeting.circle.name,
            "town": meeting.town, "remote": bool(meeting.link), "words": self.words, "kind": self.kind,
        }  # fmt: skip


# What a list says of a meeting: neither its question nor its agenda.
_TOLD = (
    "ref", "title", "format", "state", "audience", "starts_at", "ends_at", "time_zone", "register_until", "link",
    "circle__name", "territory__name",
)  # fmt: skip


def _told(found: Any) -> Any:
    return found.select_related("circle", "territory").only(*_TOLD)


def _narrow(found: Any, circle: str, format: str) -> Any:
    if circle:
        found = found.filter(circle__slug=circle)
    return found.filter(format=format) if format else found


@prepared
def _upcoming(reader: Any, now: datetime, circle: str, format: str) -> QuerySet[Meeting]:
    found = _narrow(_told(Meeting.objects.visible_to(reader).to_come(now)), circle, format)
    if not reader.is_authenticated:
        return found
    own = asked_to(reader, *(state for state in Presence if state != Presence.CANCELLED))
    order = Case(When(pk__in=own, then=Value(0)), default=Value(1), output_field=IntegerField())
    return found.order_by(order, "starts_at", "id")


def upcoming(reader: Any, *, circle: str = "", format: str = "") -> Listed:
    """What is to come and the reader may see: hers first, then by date."""
    return _upcoming.listed(reader, clock.now(), circle, format)


@prepared
def _past(reader: Any, now: datetime, circle: str, format: str) -> QuerySet[Meeting]:
    return _narrow(_told(Meeting.objects.visible_to(reader).past(now)), circle, format)


def past(reader: Any, *, circle: str = "", format: str = "") -> Listed:
    return _past.listed(reader, clock.now(), circle, format)


@prepared
def _coming_in(circle: Circle, reader: Any, now: datetime, limit: bool) -> QuerySet[Meeting]:
    """``limit``: the next one that is announced, whole."""
    found = Meeting.objects.visible_to(reader).filter(circle=circle).to_come(now)
    if limit:
        return found.exclude(state=MeetingState.DRAFT).select_related("circle", "territory")[:1]
    return _told(found)[:COMING]


def coming_in(circle: Circle, reader: Any) -> list[Meeting]:
    return _coming_in(circle, reader, clock.now(), False)


@prepared
def _gone_in(circle: Circle, reader: Any, now: datetime) -> QuerySet[Meeting]:
    return _told(Meeting.objects.visible_to(reader).filter(circle=circle).past(now))


def gone_in(circle: Circle, reader: Any) -> Listed:
    return _gone_in.listed(circle, reader, clock.now())


@prepared
def _open_to_all(now: datetime) -> QuerySet[Meeting]:
    return _told(Meeting.objects.filter(audience=audience.PUBLIC).to_come(now))[:FEW]


def open_to_all() -> list[Meeting]:
    """The next ones that anybody may come to."""
    return _open_to_all(clock.now())


@prepared
def _upcoming_at(territory: Any, reader: Any, now: datetime) -> QuerySet[Meeting]:
    return _told(Meeting.objects.visible_to(reader).to_come(now).filter(territory=territory))[:FEW]


def upcoming_at(territory: Any, reader: Any) -> list[Meeting]:
    return _upcoming_at(territory, reader, clock.now())


def lines(meetings: Iterable[Meeting], reader: Any) -> list[Line]:
    """Where the reader stands in each was read once for the whole page."""
    states = kept.registrations_of(reader)
    return [_line(meeting, states.get(meeting.pk, "")) for meeting in meetings]


_MINE_KINDS = {
    Presence.REGISTERED: "ok", Presence.ATTENDED: "ok", Presence.WAITING: "wait", Presence.INVITED: "wait",
    Presence.ABSENT: "still", Presence.CANCELLED: "still",
}  # fmt: skip


def _line(meeting: Meeting, state: str) -> Line:
    if meeting.state in (MeetingState.CANCELLED, MeetingState.DRAFT):
        kind = "stop" if meeting.is_cancelled else "still"
        return Line(meeting, state, str(MeetingState(meeting.state).label), kind)
    if not state or (state == Presence.INVITED and not meeting.takes_registrations):
        return Line(meeting, state, "", "still")
    return Line(meeting, state, mine_words(meeting, state), _MINE_KINDS[Presence(state)])


def next_of_circle(circle: Circle, reader: Any) -> Meeting | None:
    """The next meeting of a circle the reader may see."""
    return next(iter(_coming_in(circle, reader, clock.now(), True)), None)


def ended_with(circle: Circle) -> QuerySet[Meeting]:
    """What closing a circle ends: announced meetings that have not begun, and drafts. One that has begun runs to its end."""
    to_come = Q(state=MeetingState.ANNOUNCED, starts_at__gt=clock.now())
    return Meeting.objects.filter(Q(state=MeetingState.DRAFT) | to_come, circle=circle)


@prepared
def _seen(reader: Any, ref: str) -> QuerySet[Meeting]:
    return Meeting.objects.visible_to(reader).filter(ref=ref).select_related("circle", "territory")


def meeting_seen(reader: Any, ref: str) -> Meeting | None:
    """The meeting of that address, if the reader may know of it."""
    return next(iter(_seen(reader, ref)), None)


@prepared
def ends(reader: Any, ids: Collection[int]) -> QuerySet[Meeting]:
    """Those of ``ids`` that the reader may know of, for the thread."""
    found = Meeting.objects.visible_to(reader).filter(pk__in=ids).order_by()
    return found.only("ref", "title", "format", "state", "starts_at", "time_zone")


@prepared
def _sat_with(circle: Circle, person: Any) -> QuerySet[Registration, int]:
    sat = Registration.objects.filter(meeting__circle=circle, state=Presence.ATTENDED).order_by()
    mine = sat.filter(person=person).values("meeting")
    return sat.filter(meeting__in=mine).exclude(person=person).values_list("person", flat=True).distinct()


def met_in(circle: Circle, person: Any) -> set[int]:
    """The people she sat with in meetings of this circle: she was there, so the Chatham House rule hides nothing from her."""
    return set(_sat_with(circle, person))


@prepared
def with_organisation(organisation: Any, reader: Any) -> QuerySet[Meeting]:
    """The last meetings somebody attended for an organisation, among those whose names the reader may know."""
    family = Organisation.objects.family(organisation).values("pk")
    sat = Registration.objects.visible_to(reader).filter(organisation__in=family, state=Presence.ATTENDED)
    found = Meeting.objects.visible_to(reader).exclude(confidentiality=Confidentiality.CHATHAM)
    return _told(found.filter(pk__in=sat.values("meeting"))).order_by("-starts_at")[:FEW]
