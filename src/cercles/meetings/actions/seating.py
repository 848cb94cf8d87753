"""The waiting list, read with the meeting's row held: see ``rules.seats``."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Max

from cercles.core import clock
from cercles.journal.actions import record
from cercles.meetings.actions.locks import step
from cercles.meetings.enums import REGISTRATION_MOVES
from cercles.meetings.models import Meeting, Registration
from cercles.meetings.rules import kept
from cercles.meetings.rules.seats import who_gets_a_seat


def next_number(meeting: Meeting) -> int:
    """The end of the list."""
    return (meeting.registrations.aggregate(last=Max("queue_number"))["last"] or 0) + 1


def fill_seats(meeting: Meeting) -> list[Registration]:
    """Seat everybody the list allows; call it with the meeting locked, after whatever frees a seat or adds a person."""
    rows = meeting.registrations.with_house()
    chosen = who_gets_a_seat(
        rows.waiting().values_list("pk", "house"), rows.seated().values_list("house", flat=True),
        capacity=meeting.capacity, per_organisation=meeting.seats_per_organisation,
    )  # fmt: skip
    if not chosen:
        return []
    seated = list(Registration.objects.filter(pk__in=chosen).select_related("person", "organisation"))
    for row in seated:
        row.meeting = meeting
        move(row, "seat", by=None)
    return sorted(seated, key=lambda row: row.queue_number or 0)


def move(row: Registration, verb: str, *, by: Any, fields: Iterable[str] = ()) -> None:
    """Write the next state of a registration, and who did it, for her alone: no list of names ever comes of the history."""
    row.state = step(REGISTRATION_MOVES, row.state, verb)
    row.changed_at = clock.now()
    row.changes += 1
    row.save(update_fields=["state", "changed_at", "changes", *fields])
    kept.forget(row.person)
    record(
        f"meetings.{verb}", row, by=None if row.meeting.is_chatham else by, audience=f"person:{row.person_id}",
        meeting=row.meeting_id,
    )  # fmt: skip
