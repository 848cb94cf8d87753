"""Reads of the room ``meetings`` that several callers share."""

from cercles.meetings.queries import calendar, told
from cercles.meetings.queries.bringing import bring_due
from cercles.meetings.queries.desk import expected, page_people, registrations_by_state
from cercles.meetings.queries.due import due_of
from cercles.meetings.queries.feed import feed_text, feed_url, file_text
from cercles.meetings.queries.learned import Learned, draft_minutes, what_was_learned
from cercles.meetings.queries.lists import (
    Line,
    coming_in,
    ended_with,
    ends,
    gone_in,
    lines,
    meeting_seen,
    met_in,
    next_of_circle,
    open_to_all,
    past,
    upcoming,
    upcoming_at,
    with_organisation,
)
from cercles.meetings.queries.page import MeetingPage, decisions_of, minutes_seen, page_of, version_of, versions_of
from cercles.meetings.queries.seats import Seats, organisations_for, place_in_line, seats_of, waiting_words
from cercles.meetings.queries.sent import sent_alone
from cercles.meetings.queries.words import deadline_of, moment_of, place_of

__all__ = [
    "Learned", "Line", "MeetingPage", "Seats", "bring_due", "calendar", "coming_in", "deadline_of", "decisions_of", "draft_minutes",
    "due_of", "ended_with", "ends", "expected", "feed_text", "feed_url", "file_text", "gone_in", "lines", "meeting_seen",
    "met_in", "minutes_seen", "moment_of", "next_of_circle", "open_to_all", "organisations_for", "page_of", "page_people", "past",
    "place_in_line", "place_of", "registrations_by_state", "seats_of", "sent_alone", "told", "upcoming",
    "upcoming_at", "version_of", "versions_of", "waiting_words", "what_was_learned", "with_organisation",
]  # fmt: skip
