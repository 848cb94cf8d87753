"""Meetings, who comes, what is written and done after."""

from cercles.meetings.models.follow import FollowUp, Takeaway
from cercles.meetings.models.meeting import Meeting, MeetingQuerySet
from cercles.meetings.models.minutes import Decision, Minutes, MinutesVersion
from cercles.meetings.models.registration import CalendarFeed, Registration

__all__ = [
    "CalendarFeed", "Decision", "FollowUp", "Meeting", "MeetingQuerySet", "Minutes", "MinutesVersion", "Registration", "Takeaway",
]  # fmt: skip
