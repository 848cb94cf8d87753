"""A meeting took place."""

from datetime import timedelta
from typing import Any

from cercles.journal.actions import enqueue, record
from cercles.meetings.enums import MEETING_MOVES, MeetingState
from cercles.meetings.models import Meeting


def hold(meeting: Meeting, *, by: Any) -> None:
    """Announced → held; call it with the meeting locked."""
    if meeting.state != MeetingState.ANNOUNCED:
        return
    meeting.state = MEETING_MOVES[MeetingState.ANNOUNCED]["hold"]
    meeting.save(update_fields=["state"])
    record("meetings.held", meeting, by=None if meeting.is_chatham else by)
    morning = meeting.local_end.replace(hour=8, minute=30, second=0, microsecond=0) + timedelta(days=1)
    enqueue("meetings.ask_after", key=f"meetings.ask_after:{meeting.pk}", due_at=morning, meeting=meeting.pk)
