"""Lists of meetings."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When

from cercles.circles.models import Circle
from cercles.meetings.enums import Confidentiality, MeetingState, Presence
from cercles.meetings.models import Meeting, MeetingQuerySet, Registration
from cercles.meetings.queries.words import mine_words
from cercles.meetings.rules import kept


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


def upcoming(reader: Any, *, mine_first: bool = True) -> QuerySet[Meeting]:
    """What is to come and the reader may see: hers first, then by date."""
    found = Meeting.objects.visible_to(reader).to_come().select_related("circle", "territory")
    if not mine_first or not reader.is_authenticated:
        return found
    own = [pk for pk, state in kept.registrations_of(reader).items() if state != Presence.CANCELLED]
    order = Case(When(pk__in=own, then=Value(0)), default=Value(1), output_field=IntegerField())
    return found.order_by(order, "starts_at", "id")


def past(reader: Any) -> QuerySet[Meeting]:
    return Meeting.objects.visible_to(reader).past().select_related("circle", "territory")


def of_circle(circle: Circle, reader: Any) -> MeetingQuerySet:
    return Meeting.objects.visible_to(reader).filter(circle=circle).select_related("circle", "territory")


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
    return of_circle(circle, reader).to_come().exclude(state=MeetingState.DRAFT).first()


def met_in(circle: Circle, person: Any) -> set[int]:
    """The people she sat with in meetings of this circle: she was there, so the Chatham House rule hides nothing from her."""
    sat = Registration.objects.filter(meeting__circle=circle, state=Presence.ATTENDED)
    meetings = sat.filter(person=person).values("meeting")
    return set(sat.filter(meeting__in=meetings).exclude(person=person).values_list("person", flat=True))


def with_organisation(organisation: Any, reader: Any) -> QuerySet[Meeting]:
    """The meetings somebody attended for an organisation, among those whose names the reader may know."""
    sat = Registration.objects.visible_to(reader).filter(organisation=organisation, state=Presence.ATTENDED)
    found = Meeting.objects.visible_to(reader).exclude(confidentiality=Confidentiality.CHATHAM)
    return found.filter(pk__in=sat.values("meeting")).select_related("circle", "territory").order_by("-starts_at")
