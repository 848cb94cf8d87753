"""Visits of a circle by the assistance."""

from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cercles.circles.models.circle import Circle
from cercles.circles.rules import memory
from cercles.core import clock
from cercles.core.models import Referenced

LONGEST_REASON = 500
LASTS = timedelta(hours=1)


def in_an_hour() -> Any:
    return clock.now() + LASTS


class VisitQuerySet(models.QuerySet["SupportVisit"]):
    def visible_to(self, reader: Any) -> Self:
        """Who made it, and the members of the circle."""
        if not reader.is_authenticated:
            return self.none()
        return self.filter(Q(by=reader) | Q(circle__in=[row.circle_id for row in memory.current_memberships(reader)]))


class SupportVisit(Referenced):
    """Somebody who administers reads a circle she is not in, for an hour, after saying why. Never edited, but to end it sooner."""

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="visits")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=LONGEST_REASON)
    at = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(default=in_an_hour)

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("visite de l’assistance")
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="visit_says_why"),
            models.CheckConstraint(condition=Q(until__gte=F("at")), name="visit_ends_after_it_begins"),
        ]
        indexes = [models.Index(fields=["circle", "-at"], name="circles_visit_newest")]

    def __str__(self) -> str:
        return str(self.circle)

    @property
    def is_open(self) -> bool:
        return self.until > clock.now()
