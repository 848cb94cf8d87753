"""Calendar files that Outlook, Google and Apple read (RFC 5545). The minutes and the names never enter one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from urllib.parse import urlsplit

import icalendar
from django.conf import settings
from django.utils.translation import gettext as _

from cercles.meetings.models import Meeting, Registration
from cercles.meetings.queries.words import place_of

PRODID = "-//Cercles//Rencontres//FR"
CONFIRMED, TENTATIVE, CANCELLED = "CONFIRMED", "TENTATIVE", "CANCELLED"


@cache
def _zone(name: str) -> icalendar.Timezone:
    """The rules of a time zone, since not every calendar knows its name."""
    return icalendar.Timezone.from_tzid(name, first_date=date(2000, 1, 1), last_date=date(2038, 1, 1))


@dataclass(frozen=True)
class Kept:
    """A meeting in somebody's calendar: whether she has a seat, and where she stands with it."""

    meeting: Meeting
    seated: bool
    status: str = CONFIRMED
    own: Registration | None = None

    @property
    def sequence(self) -> int:
        """It grows with the meeting's date, place or state, and with each of her answers: who comes back sees the event come back."""
        return self.meeting.sequence + (self.own.changes if self.own else 0)

    @property
    def stamp(self) -> datetime:
        return max(self.meeting.changed_at, self.own.changed_at) if self.own else self.meeting.changed_at


def _event_of(kept: Kept) -> icalendar.Event:
    """A meeting as an event. Its UID never changes."""
    meeting = kept.meeting
    url = settings.SITE_URL + meeting.get_absolute_url()
    event = icalendar.Event()
    event.add("uid", f"{meeting.ref}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", kept.stamp)
    event.add("sequence", kept.sequence)
    event.add("summary", meeting.title)
    event.add("dtstart", meeting.local_start)
    event.add("dtend", meeting.local_end)
    event.add("status", CANCELLED if meeting.is_cancelled else kept.status)
    event.add("class", "PUBLIC" if meeting.is_public else "PRIVATE")
    event.add("url", url)
    event.add("description", "\n\n".join(part for part in (meeting.circle.name, meeting.question, url) if part))
    if place := place_of(meeting, seated=kept.seated):
        event.add("location", place)
    organizer = icalendar.vCalAddress(f"mailto:{_sender()}")
    organizer.params["cn"] = icalendar.vText(meeting.circle.name)
    event.add("organizer", organizer)
    return event


def _sender() -> str:
    return settings.DEFAULT_FROM_EMAIL.partition("<")[2].rstrip(">") or settings.DEFAULT_FROM_EMAIL


def calendar_of(entries: Collection[Kept], *, method: str = "PUBLISH", name: str = "") -> str:
    """A whole file."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    if name:
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    for zone in sorted({kept.meeting.time_zone for kept in entries}):
        calendar.add_component(_zone(zone))
    for kept in entries:
        calendar.add_component(_event_of(kept))
    return calendar.to_ical().decode()


def attachment(row: Registration, *, cancels: bool = False) -> dict[str, str]:
    """The same, as a mail carries it to somebody who has, or had, a seat."""
    method, status = ("CANCEL", CANCELLED) if cancels else ("PUBLISH", CONFIRMED)
    return {
        "name": _("rencontre.ics"),
        "type": f"text/calendar; method={method}; charset=utf-8",
        "text": calendar_of([Kept(row.meeting, not cancels, status, row)], method=method),
    }
