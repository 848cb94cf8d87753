"""A person enters a circle that is about to meet."""

from typing import Any

from cercles.core import clock
from cercles.meetings.actions.locks import locked
from cercles.meetings.actions.registering import row_of
from cercles.meetings.emails import seats as letters
from cercles.meetings.enums import Came, MeetingState, Presence
from cercles.meetings.models import Meeting

MOST_AT_ONCE = 3  # letters about the same circle on the same day


def invite_newcomer(circle: Any, person: Any) -> None:
    """Called inside the act that lets her in: she is asked, like the other members, to the next meetings already announced."""
    coming = Meeting.objects.filter(circle=circle, state=MeetingState.ANNOUNCED, starts_at__gt=clock.now())
    for found in coming.order_by("starts_at", "id")[:MOST_AT_ONCE]:
        found.circle = circle
        meeting = locked(found)
        if meeting.takes_registrations:
            row = row_of(meeting, person, Came.CIRCLE)
            if row.state == Presence.INVITED:
                letters.invitation(row)
