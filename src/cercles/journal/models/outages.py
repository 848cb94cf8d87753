"""A server of ours that does not answer."""

from datetime import timedelta

from django.db import models

from cercles.core import clock
from cercles.journal.enums import Server


class Outage(models.Model):
    """A server that cannot be spoken to from a machine: since when, what it said last, when it is asked again. Gone once it answers."""

    server = models.CharField(max_length=8, choices=Server.choices)
    machine = models.CharField(max_length=60)
    since = models.DateTimeField(default=clock.now)
    tried_at = models.DateTimeField(default=clock.now)
    next_at = models.DateTimeField(default=clock.now)
    tries = models.PositiveIntegerField(default=0)
    told = models.PositiveSmallIntegerField(default=0)  # how often the log said it
    said = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering = ["since", "id"]
        constraints = [models.UniqueConstraint(fields=["server", "machine"], name="outage_once")]

    def __str__(self) -> str:
        return f"{self.server} · {self.machine}"

    @property
    def lasts(self) -> timedelta:
        return clock.now() - self.since
