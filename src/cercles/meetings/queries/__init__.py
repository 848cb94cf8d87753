"""Reads of the room ``meetings`` that several callers share."""

from cercles.meetings.queries.lists import Line, lines, of_circle, past, upcoming, with_seats
from cercles.meetings.queries.page import MeetingPage, page_of
from cercles.meetings.queries.seats import Seats, organisations_for, place_in_line, seats_of
from cercles.meetings.queries.words import moment_of, place_of

__all__ = [
    "Line", "MeetingPage", "Seats", "lines", "moment_of", "of_circle", "organisations_for", "page_of", "past",
    "place_in_line", "place_of", "seats_of", "upcoming", "with_seats",
]  # fmt: skip
