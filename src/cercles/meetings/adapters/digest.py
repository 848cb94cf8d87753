"""What the room tells in grouped mails: meetings that were announced, minutes that were published."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from cercles.core.typography import when_time
from cercles.journal.queries import MOST_GIVEN, NewsItem, Section
from cercles.meetings.enums import MeetingState, Presence
from cercles.meetings.models import Meeting, MinutesVersion, Registration

_UNHEARD = (Presence.INVITED, Presence.CANCELLED)  # their minutes come by no letter


def announced(circle: int, since: datetime, until: datetime) -> list[Section]:
    """Still to come; no news for whoever answered already, one way or the other."""
    found = Meeting.objects.filter(
        circle=circle,
        announced_at__gt=since,
        announced_at__lte=until,
        state=MeetingState.ANNOUNCED,
        starts_at__gt=until,
    )
    meetings = list(found.select_related("territory").order_by("starts_at", "pk")[:MOST_GIVEN])
    states = _registered(meeting.pk for meeting in meetings)
    items = [_meeting(meeting, states[meeting.pk]) for meeting in meetings]
    return [Section(_("Rencontres annoncées"), tuple(items))] if items else []


def _registered(meetings: Iterable[int]) -> dict[int, dict[int, str]]:
    found: dict[int, dict[int, str]] = defaultdict(dict)
    rows = Registration.objects.filter(meeting__in=list(meetings)).order_by("pk")
    for meeting, person, state in rows.values_list("meeting", "person", "state"):
        found[meeting][person] = state
    return found


def _meeting(meeting: Meeting, states: dict[int, str]) -> NewsItem:
    place = (when_time(meeting.local_start), meeting.town)
    answered = frozenset(person for person, state in states.items() if state != Presence.INVITED)
    return NewsItem(
        meeting.announced_at, meeting.title, meeting.get_absolute_url(), meeting.audience,
        note=" · ".join(filter(None, place)), by=meeting.opened_by_id, told=answered,
    )  # fmt: skip


def published(circle: int, since: datetime, until: datetime) -> list[Section]:
    """Those who had a seat were told by a letter of its own."""
    found = MinutesVersion.objects.filter(
        minutes__meeting__circle=circle, published_at__gt=since, published_at__lte=until
    )
    rows = list(found.select_related("minutes__meeting").order_by("published_at", "pk")[:MOST_GIVEN])
    states = _registered({row.minutes.meeting_id for row in rows})
    items = [_version(row, states[row.minutes.meeting_id]) for row in rows]
    return [Section(_("Comptes rendus publiés"), tuple(items))] if items else []


def _version(row: MinutesVersion, states: dict[int, str]) -> NewsItem:
    written = frozenset(person for person, state in states.items() if state not in _UNHEARD)
    return NewsItem(
        row.published_at, row.minutes.meeting.title, row.minutes.get_absolute_url(), row.minutes.audience,
        note=row.what_changed, by=row.author_id, told=written,
    )  # fmt: skip
