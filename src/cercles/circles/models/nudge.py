"""What became of the messages that the week prepares in a facilitator's name."""

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from cercles.circles.enums import NudgeState
from cercles.circles.models.circle import Circle
from cercles.circles.rules import memory
from cercles.core import clock


class NudgeQuerySet(models.QuerySet["Nudge"]):
    def visible_to(self, reader: Any) -> Self:
        """Those who facilitate its circle, and nobody else: that somebody is silent is never told to another member."""
        return self.filter(circle__in=memory.facilitated(reader)) if reader.is_authenticated else self.none()

    def holding(self, today: date) -> Self:
        """Those that keep their line away from the week."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=today))


class Nudge(models.Model):
    """A line of the week: sent, put off until a day, or never again for this person. The letter itself is in the outbox."""

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="nudges")
    kind = models.CharField(max_length=12)
    about = models.BigIntegerField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=8, choices=NudgeState.choices)
    until = models.DateField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    objects = NudgeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [models.UniqueConstraint(fields=["circle", "kind", "about"], name="nudge_once")]

    def __str__(self) -> str:
        return self.title
