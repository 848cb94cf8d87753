"""Work that returns: each occurrence is a row whose key holds its due time, so that several workers never double it."""

from datetime import UTC, datetime, time, timedelta

from django.utils import timezone

from cercles.core import clock, jobs
from cercles.journal.models import Job

_DAY = timedelta(days=1)


def occurrence(rule: jobs.Recurring, now: datetime) -> datetime:
    """The last due time at or before ``now``. Rhythms of days start on Mondays, at ``hour`` in the instance's time zone."""
    if rule.every < _DAY:
        seconds = int(rule.every.total_seconds())
        return datetime.fromtimestamp(int(now.timestamp()) // seconds * seconds, UTC)
    days, today = rule.every.days, timezone.localdate(now)
    first = today - timedelta(days=(today.toordinal() - 1) % days)
    moment = timezone.make_aware(datetime.combine(first, time(rule.hour or 0)))
    if moment > now:
        moment = timezone.make_aware(datetime.combine(first - timedelta(days=days), time(rule.hour or 0)))
    return moment.astimezone(UTC)


def plan() -> int:
    """Write the rows of the occurrences that have come and are not written yet; what was missed meanwhile runs once."""
    now = clock.now()
    due = {
        f"{rule.verb}@{at:%Y-%m-%dT%H:%MZ}": (rule.verb, at)
        for rule in jobs.recurring()
        if (at := occurrence(rule, now))
    }
    due_keys = set(due) - set(Job.objects.filter(key__in=due).values_list("key", flat=True))
    rows = [Job(key=key, verb=due[key][0], due_at=due[key][1], created_at=now) for key in sorted(due_keys)]
    Job.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)
