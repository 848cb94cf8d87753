"""How many seats are left, for all and for one's organisation."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cercles.circles.rules import memory
from cercles.core.prepared import prepared
from cercles.meetings.enums import MeetingState, Presence
from cercles.meetings.models import Meeting, Registration
from cercles.organisations.models import Organisation
from cercles.organisations.rules.kept import current_affiliations


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
    rows = _standing(meeting, (organisation.merged_into_id or organisation.pk) if organisation else 0)
    counts = {state: many for state, many, _own in rows}
    seated, attended = counts.get(Presence.REGISTERED, 0), counts.get(Presence.ATTENDED, 0)
    left = None
    if organisation and meeting.seats_per_organisation is not None:
        left = meeting.seats_per_organisation - sum(own for state, _many, own in rows if state == Presence.REGISTERED)
        if meeting.capacity is not None:
            left = min(left, meeting.capacity - seated)
        left = max(0, left)
    past = meeting.state in (MeetingState.HELD, MeetingState.CLOSED)
    return Seats(
        seated=seated, waiting=counts.get(Presence.WAITING, 0), came=attended if meeting.attendance_at else seated + attended,
        capacity=meeting.capacity, left_for_yours=left, is_past=past,
    )  # fmt: skip


@prepared
def _standing(meeting: Meeting, organisation: int) -> QuerySet[Registration, tuple[str, int, int]]:
    """How many stand in each state, and how many of these for the organisation."""
    rows = Registration.objects.filter(meeting=meeting).order_by().values("state")
    own = Q(organisation=organisation) | Q(organisation__merged_into=organisation)
    counted = rows.annotate(many=Count("pk"), own=Count("pk", filter=own))
    return counted.values_list("state", "many", "own")


def organisations_for(person: Any, meeting: Meeting) -> list[Organisation]:
    """Those a person may come for: the one she is in the circle for, first; then those she belongs to."""
    if not person.is_authenticated:
        return []
    both = [memory.membership_of(person, meeting.circle), *current_affiliations(person)]
    pks = list(dict.fromkeys(row.organisation_id for row in both if row and row.organisation_id))
    known = {organisation.pk: organisation for organisation in _with_canonical(pks)}
    found = [known[pk].merged_into or known[pk] for pk in pks]  # a duplicate has no seats of its own
    return list({organisation.pk: organisation for organisation in found}.values())


@prepared
def _with_canonical(organisations: Collection[int]) -> QuerySet[Organisation]:
    return Organisation.objects.filter(pk__in=organisations).order_by().select_related("merged_into")


def place_in_line(registration: Registration) -> int:
    """1 for the first who waits."""
    ahead = registration.meeting.registrations.waiting().filter(queue_number__lt=registration.queue_number)
    return ahead.count() + 1


def waiting_words(place: int) -> str:
    """What is said to whoever just joined the list: the room may be full, or her organisation's seats."""
    return _("Les places qui vous conviennent sont prises : vous êtes en liste d’attente, à la place %(place)d.") % {
        "place": place
    }
