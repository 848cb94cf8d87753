"""Dates, as people write them, one a line."""

import re
from collections.abc import Sequence
from datetime import datetime, tzinfo

from django.core.exceptions import ValidationError
from django.forms.utils import from_current_timezone
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.core.typography import when_time

_FRENCH = re.compile(
    r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})\D+(?P<hour>\d{1,2})\s*[:hH]\s*(?P<minute>\d{0,2})\D*"
)
_ISO = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})\D+(?P<hour>\d{1,2})\s*[:hH]\s*(?P<minute>\d{0,2})\D*"
)


def moments_of(lines: Sequence[str], zone: tzinfo) -> dict[str, datetime]:
    """« 12/06/2026 14:00 », « 12/06/2026 à 14 h 30 »: each moment under its words, in order, on the clock of ``zone``."""
    moments = sorted({_moment(line, zone) for line in lines if line.strip()})
    if moments and moments[0] <= clock.now():
        raise RuleBroken("date_past", _("Une de ces dates est passée : retirez-la."), field="options")
    return {_words(moment, zone): moment for moment in moments}


def _moment(line: str, zone: tzinfo) -> datetime:
    found = _FRENCH.fullmatch(line.strip()) or _ISO.fullmatch(line.strip())
    refused = RuleBroken(
        "date_unread", _("« %(line)s » ne se lit pas comme une date. Exemple : 12/06/2026 14:00") % {"line": line.strip()[:60]},
        field="options",
    )  # fmt: skip
    if found is None:
        raise refused
    said = {name: int(text or 0) for name, text in found.groupdict().items()}
    try:
        with timezone.override(zone):
            return from_current_timezone(datetime(**said))  # type: ignore[arg-type]
    except (ValueError, ValidationError):  # no such day; an hour that the change of season skips or says twice
        raise refused from None


def _words(moment: datetime, zone: tzinfo) -> str:
    local = moment.astimezone(zone).replace(tzinfo=None)
    return f"{date_format(local, 'l')} {when_time(local)}"
