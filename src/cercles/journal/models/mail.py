"""What a person chose to receive, the mails that come in, and those that came back."""

from typing import Any

from django.conf import settings
from django.db import models

from cercles.core import clock
from cercles.journal.enums import Outcome, Rhythm


class NotificationChoice(models.Model):
    """How often a person is written to about ``topic`` (``circle:12``). Without a row: each message."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notification_choices")
    topic = models.CharField(max_length=40)
    rhythm = models.CharField(max_length=8, choices=Rhythm.choices, default=Rhythm.EACH)
    chosen_at = models.DateTimeField(default=clock.now)
    # Up to when she was told in a grouped mail: what came before is never told twice.
    told_until = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "topic"], name="notification_choice_once")]
        indexes = [models.Index(fields=["rhythm", "id"], name="journal_choice_rhythm")]

    def __str__(self) -> Any:
        return f"{self.topic} · {self.rhythm}"


def raw_path(mail: "IncomingMail", name: str) -> str:
    return f"courrier/{mail.key}"


class IncomingMail(models.Model):
    """A mail as it came, kept until it is known what became of it. ``key`` comes from its ``Message-ID`` and where it was sent."""

    key = models.CharField(max_length=64, unique=True)
    raw = models.FileField(upload_to=raw_path, max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    at = models.DateTimeField(default=clock.now)
    sender = models.CharField(max_length=254, blank=True, default="")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    subject = models.CharField(max_length=250, blank=True, default="")
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True, default="")
    reason = models.CharField(max_length=40, blank=True, default="")
    kind = models.CharField(max_length=40, blank=True, default="")
    object_id = models.BigIntegerField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["sender", "-at"], name="journal_incoming_sender")]

    def __str__(self) -> str:
        return self.subject


class Bounce(models.Model):
    """A mail that came back for good: to whom, when, and what the server said."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    address = models.CharField(max_length=254)
    at = models.DateTimeField(default=clock.now)
    status = models.CharField(max_length=16, blank=True, default="")
    said = models.CharField(max_length=300, blank=True, default="")
    mail = models.OneToOneField(IncomingMail, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["person", "address"], name="journal_bounce_person")]

    def __str__(self) -> str:
        return f"{self.address} · {self.status}"
