"""Polls in the half-yearly review of a circle and in the file of who takes over."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from cercles.circles.models import Circle
from cercles.circles.queries.reporting import Part
from cercles.circles.queries.reporting.indicators import midnight
from cercles.core.typography import when
from cercles.polls.enums import PollState
from cercles.polls.models import Poll


def review(circle: Circle, since: date, until: date) -> list[Part]:
    """Those that were closed, with what was kept of them, which every member read."""
    closed = Poll.objects.filter(
        circle=circle,
        state=PollState.CLOSED,
        closed_at__gte=midnight(since),
        closed_at__lt=midnight(until + timedelta(days=1)),
    ).order_by("closed_at", "pk")
    lines = [f"{poll.title} : {poll.outcome}" if poll.outcome else poll.title for poll in closed]
    return [Part(_("Sondages et consentements"), lines, _("Aucun sondage clos."))]


def handover(circle: Circle, reader: Any) -> list[Part]:
    opened = Poll.objects.filter(circle=circle, state=PollState.OPEN).order_by("closes_at", "pk")
    lines = [_("%(title)s, jusqu’au %(day)s") % {"title": poll.title, "day": when(poll.closes_at)} for poll in opened]
    return [Part(_("Sondages ouverts"), lines, _("Aucun."))]
