"""A person's private calendar."""

from typing import Any

from django.db import transaction

from cercles.journal.actions import record
from cercles.meetings.models import CalendarFeed


@transaction.atomic
def open_feed(*, by: Any) -> CalendarFeed:
    """An address for her calendar; asked twice, it is the same one."""
    feed, made = CalendarFeed.objects.get_or_create(person=by)
    if made:
        record("meetings.feed_opened", feed, by=by, audience=f"person:{by.pk}")
    return feed


@transaction.atomic
def close_feed(*, by: Any) -> None:
    """The address stops answering, for good; a new one may be opened."""
    for feed in CalendarFeed.objects.filter(person=by):
        record("meetings.feed_closed", feed, by=by, audience=f"person:{by.pk}")
        feed.delete()
