"""When and where, in words."""

from datetime import datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cercles.core.typography import NBSP, when, when_time
from cercles.meetings.enums import MINE, ZONES, Presence
from cercles.meetings.models import Meeting


def _hour(moment: Any) -> str:
    return f"{moment.hour}{NBSP}h" + (f"{NBSP}{moment:%M}" if moment.minute else "")


def moment_of(meeting: Meeting) -> str:
    """« jeudi 12 mars 2026, de 14 h à 16 h 30 », on the clock of the meeting's place; the zone is said when it is another."""
    told = _moment(meeting.local_start.replace(tzinfo=None), meeting.local_end.replace(tzinfo=None), get_language())
    return _zoned(told, meeting)


def _day(moment: datetime) -> str:
    """« mardi 1er décembre 2026 »."""
    return f"{date_format(moment, 'l')} {when(moment)}"


@lru_cache(maxsize=1024)
def _moment(start: datetime, end: datetime, language: str | None) -> str:
    text = (
        _("%(day)s, de %(start)s à %(end)s")
        if start.date() == end.date()
        else _("du %(day)s à %(start)s au %(last)s à %(end)s")
    )
    return text % {
        "day": _day(start), "start": _hour(start), "end": _hour(end), "last": _day(end),
    }  # fmt: skip


def when_of(meeting: Meeting) -> str:
    """« 12 mars 2026 à 14 h », on the clock of the meeting's place."""
    return _zoned(when_time(meeting.local_start.replace(tzinfo=None)), meeting)


def deadline_of(meeting: Meeting) -> str:
    """« 10 mars 2026 à 12 h », when one must answer before the start."""
    if meeting.register_until is None:
        return ""
    return _zoned(when_time(meeting.register_until.astimezone(meeting.zone).replace(tzinfo=None)), meeting)


def _zoned(words: str, meeting: Meeting) -> str:
    """The clock is named when it is not the instance's own."""
    if meeting.time_zone == settings.TIME_ZONE:
        return words
    return f"{words} ({ZONES.get(meeting.time_zone, meeting.time_zone)})"


def place_of(meeting: Meeting, *, seated: bool) -> str:
    """The address and the link are for those who have a seat; the town, or « à distance », for whoever sees the meeting."""
    parts = [meeting.address, meeting.town] if seated else [meeting.town]
    if meeting.link:
        parts.append(meeting.link if seated else _("à distance"))
    return ", ".join(part for part in parts if part)


def mine_words(meeting: Meeting, state: str) -> str:
    """Where a registration stands, said to its person: once the meeting has begun, a seat is a thing of the past."""
    if state == Presence.REGISTERED and meeting.has_started:
        return _("Vous étiez inscrit")
    return str(MINE[Presence(state)])
