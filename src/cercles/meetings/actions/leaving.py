"""A person erases her account."""

from typing import Any

from cercles.meetings.actions.locks import locked
from cercles.meetings.actions.seating import fill_seats
from cercles.meetings.emails import seats as letters
from cercles.meetings.enums import MeetingState, Presence
from cercles.meetings.models import CalendarFeed, Registration, Takeaway


def forget_person(person: Any) -> None:
    """Her answers and her calendar go, and the seats she held for what is to come; that she was somewhere stays, without her name."""
    CalendarFeed.objects.filter(person=person).delete()
    Takeaway.objects.filter(person=person).delete()
    live = Registration.objects.filter(person=person, meeting__state=MeetingState.ANNOUNCED).select_related(
        "meeting__circle"
    )
    for row in live.order_by("meeting_id"):
        meeting = locked(row.meeting)
        row.delete()
        for seated in [] if meeting.has_started else fill_seats(meeting):
            letters.promotion(seated)
    Registration.objects.filter(person=person, state=Presence.INVITED).delete()
