"""When a grouped mail is due."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from cercles.journal.enums import Rhythm


def next_moment(rhythm: str, hour: int, weekday: int, after: datetime) -> datetime:
    """The first moment after ``after`` when the clock of the instance says ``hour``: each day, or on ``weekday``.

    An hour that the clock jumps over in spring is the one that follows; of the two of autumn, the first is meant.
    """
    zone = timezone.get_default_timezone()
    day = after.astimezone(zone).date()
    while True:
        moment = datetime.combine(day, time(hour), zone).astimezone(after.tzinfo)
        if moment > after and (rhythm != Rhythm.WEEKLY or day.weekday() == weekday):
            return moment
        day += timedelta(days=1)


def last_moment(hour: int, now: datetime) -> datetime:
    """The last time, now included, when the clock said ``hour``: its day is that of the grouped mail."""
    zone = timezone.get_default_timezone()
    day = now.astimezone(zone).date()
    moment = datetime.combine(day, time(hour), zone).astimezone(now.tzinfo)
    return moment if moment <= now else datetime.combine(day - timedelta(days=1), time(hour), zone)
