"""What came by mail and waits for who facilitates; whose mails are no longer wanted; old lists brought in."""

import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cercles.circles.enums import UNPROVEN, HeldReason, HeldState, MessageSource
from cercles.circles.models.circle import Circle
from cercles.circles.models.threads import Message, Thread
from cercles.circles.rules import memory
from cercles.core import clock
from cercles.core.models import Referenced
from cercles.journal.models import IncomingMail


class HeldMessageQuerySet(models.QuerySet["HeldMessage"]):
    def visible_to(self, reader: Any) -> "HeldMessageQuerySet":
        """Those who facilitate its circle."""
        return self.filter(circle__in=memory.facilitated(reader)) if reader.is_authenticated else self.none()


class HeldMessage(Referenced):
    """A mail to a circle, or what a member whose messages are read again typed in the site, that did not enter by itself: a
    facilitator publishes it, refuses it, or blocks its sender."""

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="held_messages")
    thread = models.ForeignKey(Thread, models.SET_NULL, null=True, related_name="+")
    mail = models.OneToOneField(IncomingMail, models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=16, choices=HeldReason.choices)
    state = models.CharField(max_length=10, choices=HeldState.choices, default=HeldState.WAITING)
    # The sender's address is shown to who facilitates alone, for deciding; a published message bears the name.
    sender = models.CharField(max_length=254)
    sender_name = models.CharField(max_length=120, blank=True, default="")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    title = models.CharField(max_length=160, blank=True, default="")
    text = models.TextField(blank=True, default="")
    kept = models.TextField(blank=True, default="")
    files = models.JSONField(
        default=list
    )  # names only: the files are in the mail until it is decided, or in ``HeldFile``
    # Typed in the site by a member whose messages are read again before.
    source = models.CharField(max_length=6, choices=MessageSource.choices, default=MessageSource.MAIL)
    at = models.DateTimeField(default=clock.now)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    message = models.OneToOneField(Message, models.SET_NULL, null=True, related_name="+")

    objects = HeldMessageQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("message en attente")
        indexes = [models.Index(fields=["circle", "state", "at"], name="circles_held_waiting")]

    def __str__(self) -> str:
        return self.title or str(_("(sans sujet)"))

    @property
    def sender_label(self) -> str:
        return self.person.display_name if self.person else self.sender_name or self.sender

    @property
    def reason_label(self) -> str:
        return str(HeldReason(self.reason).label)

    @property
    def is_unproven(self) -> bool:
        """Nothing says that its sender is who the mail names."""
        return self.reason in UNPROVEN


def held_path(row: "HeldFile", name: str) -> str:
    return f"attente/{secrets.token_hex(8)}"


class HeldFile(models.Model):
    """A file joined to what waits, when it came by no mail. Deleted once it is decided."""

    held = models.ForeignKey(HeldMessage, models.CASCADE, related_name="own_files")
    file = models.FileField(upload_to=held_path, max_length=200)
    name = models.CharField(max_length=160)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class BlockedSender(models.Model):
    """An address from which a circle takes no more mail."""

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="blocked_senders")
    address = models.CharField(max_length=254)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["circle", "address"], name="blocked_sender_once")]

    def __str__(self) -> str:
        return self.address


def list_path(row: "ListImport", name: str) -> str:
    return f"listes/{row.ref}"


class ListImport(Referenced):
    """An old list brought in from its mbox file: how far it went, what it did, what could not be read."""

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="list_imports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    file = models.FileField(upload_to=list_path, max_length=200)
    name = models.CharField(max_length=160)
    at = models.DateTimeField(default=clock.now)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    messages = models.PositiveIntegerField(default=0)
    threads = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)  # already there
    refused = models.JSONField(default=list)  # [line of the file, reason]
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(done__lte=models.F("total")), name="list_import_within_its_file")
        ]

    def __str__(self) -> str:
        return self.name
