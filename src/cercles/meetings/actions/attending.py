"""Who was there."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.meetings.actions.holding import hold
from cercles.meetings.actions.locks import locked, require_announced, step
from cercles.meetings.actions.registering import row_of
from cercles.meetings.actions.running import tell
from cercles.meetings.actions.seating import move
from cercles.meetings.enums import REGISTRATION_MOVES, Came, MeetingState, Presence
from cercles.meetings.models import Meeting, Registration
from cercles.people.actions import invite_person


@transaction.atomic
def tick_attendance(
    *, meeting: Meeting, by: Any, present: Collection[int], shown: Collection[int] | None = None
) -> Meeting:
    """``present``: the registrations ticked. Whoever had a seat and is not ticked was absent; ticking again corrects.

    ``shown``: those the list showed; who was added to it meanwhile, on another screen, is left as she is.
    """
    meeting = _under_way(meeting, by=by)
    rows = meeting.registrations.select_related("person")
    for row in rows if shown is None else rows.filter(pk__in=shown):
        row.meeting = meeting
        verb = "tick" if row.pk in present else "untick"
        if step(REGISTRATION_MOVES, row.state, verb) is not None:
            move(row, verb, by=by)
    meeting.attendance_at = clock.now()
    meeting.save(update_fields=["attendance_at"])
    tell("meetings.attendance", meeting, by=by)
    return meeting


@transaction.atomic
def add_walk_in(*, meeting: Meeting, by: Any, email: str, name: str = "") -> Registration:
    """Somebody came without a seat: she was there, whatever the number of seats."""
    meeting = _under_way(meeting, by=by)
    person = invite_person(email=email, name=name, by=by)
    row = row_of(meeting, person, Came.WALK_IN, invited_by=by)
    if row.state != Presence.ATTENDED:
        move(row, "tick", by=by)
    return row


def _under_way(meeting: Meeting, *, by: Any) -> Meeting:
    """The meeting, locked, once it has begun; ticking somebody says that it is held."""
    meeting = locked(meeting)
    require_announced(meeting)
    if not meeting.has_started:
        raise RuleBroken(
            "not_started", _("La rencontre n’a pas commencé : les présences se pointent à partir de son début.")
        )
    if meeting.state == MeetingState.CLOSED:
        raise RuleBroken("meeting_closed", _("Cette rencontre est close : rouvrez-la pour corriger les présences."))
    hold(meeting, by=by)
    return meeting
