"""A person's own calendar."""

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
from cercles.meetings.queries.calendar import CONFIRMED, TENTATIVE, calendar_of

KEPT = timedelta(days=90)


def feed_url(feed: CalendarFeed | None) -> str:
    return settings.SITE_URL + reverse("meetings:feed", kwargs={"token": feed.token}) if feed else ""


def feed_text(person: Any) -> str:
    """The meetings she has a seat in, waits for, or facilitates; from three months ago on."""
    states = dict(
        Registration.objects.filter(person=person, state__in=(*TAKING_PART, Presence.WAITING)).values_list(
            "meeting", "state"
        )
    )
    circles = Membership.objects.current().filter(person=person, role__in=FACILITATING).values("circle")
    found = Meeting.objects.filter(
        Q(pk__in=states) | Q(circle__in=circles), announced_at__isnull=False, ends_at__gte=clock.now() - KEPT
    )
    rows = found.select_related("circle", "territory").order_by("starts_at", "id")
    return calendar_of(
        (
            (
                meeting,
                states.get(meeting.pk) != Presence.WAITING,
                TENTATIVE if states.get(meeting.pk) == Presence.WAITING else CONFIRMED,
            )
            for meeting in rows
        ),
        name=_("Mes rencontres, %(site)s") % {"site": settings.SITE_NAME},
    )
