"""Dates, durations and spaces as one writes them in French."""

import re
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.safestring import SafeData, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cercles.core import clock

NBSP = "\u00a0"
_MINUTE, _HOUR, _DAY = 60, 3600, 86400
Moment = date | datetime
_OPENING, _CLOSING = re.compile(r"« (?=\S)"), re.compile(r"(?<=\S) (?=[»:;?!])")


def french(text: object) -> str:
    """No-break spaces where French wants them, in place of the ordinary ones that people type: at display only.

    A space is never added, so that an hour or an address stays as it was typed; what is stored is never changed.
    """
    said = "" if text is None else str(text)
    if " " not in said:
        return said
    spaced = _CLOSING.sub(NBSP, _OPENING.sub(f"«{NBSP}", said))
    return mark_safe(spaced) if isinstance(said, SafeData) else spaced  # a space for another: as safe as it was


def grouped(number: int) -> str:
    """« 12 345 », as French writes thousands."""
    return str(number_format(number, use_l10n=True, force_grouping=True))


def day_of(value: Moment, zone: tzinfo | None = None) -> date:
    """The local day of a date or a moment. ``zone``: of the reader, where it was asked once for thousands."""
    if isinstance(value, datetime):
        return value.astimezone(zone or timezone.get_current_timezone()).date() if value.tzinfo else value.date()
    return value


def when(value: Moment | None) -> str:
    """« 12 juin 2019 », « 1er juillet 2019 »."""
    if not value:
        return ""
    return _day(day_of(value), get_language())


@lru_cache(maxsize=4096)
def _day(day: date, language: str | None) -> str:
    """A page of a list writes twenty days, and the same ones the next time."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number}{NBSP}{date_format(day, 'F Y')}"


def when_time(value: datetime | None) -> str:
    """« 12 juin 2019 à 14 h 30 », on the clock of the instance's place."""
    if not value:
        return ""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return _moment(local.date(), local.hour, local.minute, get_language())


@lru_cache(maxsize=4096)
def _moment(day: date, hour: int, minute: int, language: str | None) -> str:
    minutes = f"{NBSP}{minute:02}" if minute else ""
    return _("%(day)s à %(hour)s") % {"day": _day(day, language), "hour": f"{hour}{NBSP}h{minutes}"}


def _days(days: int) -> str:
    near = {0: _("aujourd’hui"), 1: _("hier"), -1: _("demain"), 2: _("avant-hier"), -2: _("après-demain")}
    if days in near:
        return near[days]
    count = abs(days)
    if count < 61:
        span = ngettext("%(n)d jour", "%(n)d jours", count) % {"n": count}
    elif count < 730:
        span = _("%(n)d mois") % {"n": count // 30.44}
    else:
        span = _("%(n)d ans") % {"n": count // 365.25}
    span = span.replace(" ", NBSP)
    return (_("il y a %(span)s") if days > 0 else _("dans %(span)s")) % {"span": span}


def ago(value: Moment | None) -> str:
    """« il y a 3 jours », « demain », « à l’instant »: measured from the house's clock."""
    if not value:
        return ""
    if isinstance(value, datetime) and timezone.is_aware(value):
        seconds = (clock.now() - value) / timedelta(seconds=1)
        if abs(seconds) < _MINUTE:
            return _("à l’instant")
        if abs(seconds) < _HOUR:
            span = f"{int(abs(seconds) // _MINUTE)}{NBSP}min"
        elif abs(seconds) < _DAY and day_of(value) == clock.today():
            span = f"{int(abs(seconds) // _HOUR)}{NBSP}h"
        else:
            return _days((clock.today() - day_of(value)).days)
        return (_("il y a %(span)s") if seconds > 0 else _("dans %(span)s")) % {"span": span}
    return _days((clock.today() - day_of(value)).days)
