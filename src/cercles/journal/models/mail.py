"""What a person chose to receive, the mails that come in, and those that came back."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from cercles.core import clock
from cercles.journal.enums import Outcome, Rhythm, Weekday

FIRST_HOUR = 7


class NotificationChoice(models.Model):
    """How often a person is written to about ``topic`` (``circle:12``). Without a row: each message."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notification_choices")
    topic = models.CharField(max_length=40)
    rhythm = models.CharField(max_length=8, choices=Rhythm.choices, default=Rhythm.EACH)
    chosen_at = models.DateTimeField(default=clock.now)
    # Up to when she was told in a grouped mail: what came before is never told twice.
    told_until = models.DateTimeField(default=clock.now)
    # When the next grouped mail is written; nothing at the other rhythms.
    next_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "topic"], name="notification_choice_once")]
        indexes = [models.Index(fields=["next_at", "person"], name="journal_choice_next")]

    def __str__(self) -> Any:
        return f"{self.topic} · {self.rhythm}"


class MailTime(models.Model):
    """At what hour, and for a weekly one on what day, a person wants her grouped mails. Without a row: 7 o'clock, on Monday."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    hour = models.PositiveSmallIntegerField(default=FIRST_HOUR)
    weekday = models.PositiveSmallIntegerField(choices=Weekday.choices, default=Weekday.MONDAY)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(hour__lte=23, weekday__lte=6), name="mail_time_on_the_clock")]

    def __str__(self) -> Any:
        return f"{self.hour} h · {self.weekday}"


class Digest(models.Model):
    """The grouped mail of a person for a day, written in one transaction with its mail. ``told``: since when, for each topic,
    so that a mail taken back before it left gives back what it told."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    day = models.DateField()
    until = models.DateTimeField()
    told = models.JSONField(default=dict)
    stale = models.BooleanField(default=False)  # something it told is no longer there
    mail = models.OneToOneField("journal.OutgoingMail", models.SET_NULL, null=True, related_name="digest")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "day"], name="digest_once_a_day")]

    def __str__(self) -> Any:
        return f"{self.person_id} · {self.day}"


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
