"""A circle that comes from another instance: how far it is, what became of each row, who is waited for."""

from django.conf import settings
from django.db import models

from cercles.circles.enums import CircleRole
from cercles.circles.models.circle import Circle
from cercles.core import clock
from cercles.organisations.models import Organisation


class Arrival(models.Model):
    """One folder that is brought in, known by the sum of its manifest: bringing it twice brings nothing twice."""

    digest = models.CharField(max_length=64, unique=True)
    slug = models.CharField(max_length=60)
    circle = models.ForeignKey(Circle, models.CASCADE, null=True, related_name="arrivals")
    same_network = models.BooleanField(default=False)
    table = models.PositiveSmallIntegerField(default=0)  # the one being read, in the order of the folder
    line = models.PositiveIntegerField(default=0)  # of it, how many were read
    counts = models.JSONField(default=dict)
    left_out = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-started_at", "-id"]

    def __str__(self) -> str:
        return self.slug


class ArrivedRow(models.Model):
    """What a row of the folder became here."""

    arrival = models.ForeignKey(Arrival, models.CASCADE, related_name="rows")
    table = models.CharField(max_length=40)
    key = models.CharField(max_length=60)
    row = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["arrival", "table", "key"], name="arrived_row_once")]

    def __str__(self) -> str:
        return f"{self.table}:{self.key}"


class ArrivedMember(models.Model):
    """Who was a member where the circle comes from. Nobody is signed up by a file: she enters when she accepts an invitation."""

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="arrived_members")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=16, choices=CircleRole.choices)
    pioneer_since = models.DateField(null=True)
    since = models.DateTimeField()

    class Meta:
        ordering = ["since", "id"]
        constraints = [models.UniqueConstraint(fields=["circle", "person"], name="arrived_member_once")]

    def __str__(self) -> str:
        return str(self.person)
