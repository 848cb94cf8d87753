"""How many seats are left, for all and for one's organisation."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cercles.circles.models import Membership
from cercles.meetings.enums import TAKING_PART, MeetingState, Presence
from cercles.meetings.models import Meeting, Registration
from cercles.organisations.models import Affiliation, Organisation


@dataclass(frozen=True)
class Seats:
    """What a page says of the seats of a meeting; ``left_for_yours`` is None when nothing limits the reader's organisation."""

    seated: int
    waiting: int
    came: int
    capacity: int | None
    left_for_yours: int | None = None
    is_past: bool = False

    @property
    def is_full(self) -> bool:
        return self.capacity is not None and self.seated >= self.capacity

    @property
    def words(self) -> str:
        """« 18 inscrits sur 24 ». In French none is singular: « 0 inscrit »."""
        if self.is_past:
            return ngettext("%(count)d participant", "%(count)d participants", self.came or 1) % {"count": self.came}
        if self.capacity is None:
            return ngettext("%(count)d inscrit", "%(count)d inscrits", self.seated or 1) % {"count": self.seated}
        text = ngettext("%(count)d inscrit sur %(of)d", "%(count)d inscrits sur %(of)d", self.seated or 1)
        if self.is_full:
            text = ngettext("Complet, %(count)d inscrit", "Complet, %(count)d inscrits", self.seated)
        return text % {"count": self.seated, "of": self.capacity}

    @property
    def suits(self) -> bool:
        """A seat is free for the reader."""
        return not self.is_full and self.left_for_yours != 0

    @property
    def queue(self) -> str:
        """« 3 en attente », or nothing."""
        return (
            ngettext("%(count)d en attente", "%(count)d en attente", self.waiting) % {"count": self.waiting}
            if self.waiting
            else ""
        )

    @property
    def yours(self) -> str:
        """« 2 places pour votre organisation », when the room itself is not full."""
        if self.left_for_yours is None or self.is_full:
            return ""
        if self.left_for_yours <= 0:
            return _("Plus de place pour votre organisation")
        text = ngettext(
            "%(count)d place pour votre organisation",
            "%(count)d places pour votre organisation",
            self.left_for_yours,
        )
        return text % {"count": self.left_for_yours}


def seats_of(meeting: Meeting, *, organisation: Organisation | None = None) -> Seats:
    """One query: the counts of the meeting, and of one organisation."""
    counts = meeting.registrations.aggregate(
        seated=Count("pk", filter=Q(state=Presence.REGISTERED)),
        waiting=Count("pk", filter=Q(state=Presence.WAITING)),
        part=Count("pk", filter=Q(state__in=TAKING_PART)),
        attended=Count("pk", filter=Q(state=Presence.ATTENDED)),
        yours=Count("pk", filter=Q(state=Presence.REGISTERED, organisation=organisation)) if organisation else Count("pk"),
    )  # fmt: skip
    left = None
    if organisation and meeting.seats_per_organisation is not None:
        left = meeting.seats_per_organisation - counts["yours"]
        if meeting.capacity is not None:
            left = min(left, meeting.capacity - counts["seated"])
        left = max(0, left)
    past = meeting.state in (MeetingState.HELD, MeetingState.CLOSED)
    return Seats(
        seated=counts["seated"], waiting=counts["waiting"],
        came=counts["attended"] if meeting.attendance_at else counts["part"],
        capacity=meeting.capacity, left_for_yours=left, is_past=past,
    )  # fmt: skip


def organisations_for(person: Any, meeting: Meeting) -> list[Organisation]:
    """Those a person may come for: the one she is in the circle for, first; then those she belongs to."""
    if not person.is_authenticated:
        return []
    rows = Membership.objects.current().filter(person=person, circle=meeting.circle_id, organisation__isnull=False)
    links = Affiliation.objects.current().filter(person=person)
    both: list[Any] = [
        *rows.select_related("organisation__merged_into"),
        *links.select_related("organisation__merged_into"),
    ]
    found = [row.organisation.merged_into or row.organisation for row in both]  # a duplicate has no seats of its own
    return list({organisation.pk: organisation for organisation in found}.values())


def place_in_line(registration: Registration) -> int:
    """1 for the first who waits."""
    ahead = registration.meeting.registrations.waiting().filter(queue_number__lt=registration.queue_number)
    return ahead.count() + 1


def waiting_words(place: int) -> str:
    """What is said to whoever just joined the list: the room may be full, or her organisation's seats."""
    return _("Les places qui vous conviennent sont prises : vous êtes en liste d’attente, à la place %(place)d.") % {
        "place": place
    }
