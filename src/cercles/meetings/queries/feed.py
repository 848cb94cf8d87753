"""A person's own calendar."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from cercles.circles.enums import FACILITATING
from cercles.circles.models import Membership
from cercles.core import clock
from cercles.meetings.enums import TAKING_PART, Presence
from cercles.meetings.models import CalendarFeed, Meeting, Registration
from cercles.meetings.queries.calendar import CONFIRMED, TENTATIVE, Kept, calendar_of
from cercles.meetings.rules import takes_part

KEPT = timedelta(days=90)


def feed_url(feed: CalendarFeed | None) -> str:
    return settings.SITE_URL + reverse("meetings:feed", kwargs={"token": feed.token}) if feed else ""


def feed_text(person: Any) -> str:
    """The meetings she has a seat in, waits for, or facilitates; from three months ago on."""
    own = {
        row.meeting_id: row
        for row in Registration.objects.filter(person=person, state__in=(*TAKING_PART, Presence.WAITING))
    }
    circles = Membership.objects.current().filter(person=person, role__in=FACILITATING).values("circle")
    found = Meeting.objects.filter(
        Q(pk__in=own) | Q(circle__in=circles), announced_at__isnull=False, ends_at__gte=clock.now() - KEPT
    )
    rows = found.select_related("circle", "territory").order_by("starts_at", "id")
    entries = [_kept(meeting, own.get(meeting.pk)) for meeting in rows]
    return calendar_of(entries, name=_("Mes rencontres, %(site)s") % {"site": settings.SITE_NAME})


def file_text(meeting: Meeting, reader: Any) -> str:
    """One meeting, as its reader may see it: where it is, only with a seat."""
    row = Registration.objects.filter(meeting=meeting, person=reader).first() if reader.is_authenticated else None
    kept = _kept(meeting, row)
    return calendar_of([replace(kept, seated=takes_part(reader, meeting))])


def _kept(meeting: Meeting, row: Registration | None) -> Kept:
    waits = row is not None and row.state == Presence.WAITING
    return Kept(meeting, not waits, TENTATIVE if waits else CONFIRMED, row)
