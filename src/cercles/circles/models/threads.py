"""What members write to each other between two meetings: conversations, their messages, files, and who has read how far."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cercles.circles.enums import MessageSource, Motive
from cercles.circles.models.circle import Circle
from cercles.core import audience, clock
from cercles.core.models import Audienced, Referenced, Stamped
from cercles.core.routes import address_of

LONGEST_TITLE = 160


class Thread(Referenced, Audienced, Stamped):
    """A conversation of a circle, in the site and by mail. Its audience is the circle's members, never wider."""

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="threads")
    title = models.CharField(_("sujet"), max_length=LONGEST_TITLE)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    # What it was called, while the message that opened it is away: ``title`` then says that it was taken away.
    title_away = models.CharField(max_length=LONGEST_TITLE, blank=True, default="", editable=False)
    # Messages are numbered from 1 without a gap, so that a page of them is read by their numbers, whatever their count.
    count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(default=clock.now)
    last_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    last_name = models.CharField(max_length=120, blank=True, default="")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    closed_reason = models.CharField(max_length=500, blank=True, default="")

    objects = audience.AudienceQuerySet.as_manager()

    class Meta:
        ordering = ["-last_at", "-id"]
        verbose_name = _("échange")
        indexes = [models.Index(fields=["circle", "-last_at", "-id"], name="circles_thread_newest")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address_of("circles:thread", self.circle.slug, self.ref)

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None


class Message(Referenced):
    """One message of a thread. Read with its thread: it has no audience of its own."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="messages")
    number = models.PositiveIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    # Of a message brought from an old list, whose author has no account here: the name alone, never the address.
    author_name = models.CharField(max_length=120, blank=True, default="")
    text = models.TextField(_("message"), max_length=20_000)
    # What came below or above in the mail, and is no part of what she wrote: earlier messages, a signature. Never lost.
    kept = models.TextField(blank=True, default="")
    # Typed in a mail program: it is shown as it was typed, not as Markdown.
    is_plain = models.BooleanField(default=False)
    source = models.CharField(max_length=6, choices=MessageSource.choices, default=MessageSource.SITE)
    # What the mail it came as was called: an answer to it finds its place, and reading it twice posts it once.
    mail_id = models.CharField(max_length=250, blank=True, default="")
    source_key = models.CharField(max_length=64, null=True, blank=True, unique=True)
    answers = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
    # When its mail left, when that was well before: a mailbox was away, or the message waited for who facilitates.
    sent_at = models.DateTimeField(null=True, blank=True)
    edited_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True, default="")
    # Not her own doing: taken away by who facilitates, for this motive. Whatever leaves out what is withdrawn leaves it out too.
    removed_for = models.CharField(max_length=12, choices=Motive.choices, blank=True, default="")
    # With what it quoted of messages taken away since: ``{text, kept, shown}``, ``shown`` being what it says without.
    uncut = models.JSONField(null=True, editable=False)

    class Meta:
        ordering = ["number"]
        verbose_name = _("message")
        constraints = [
            models.UniqueConstraint(fields=["thread", "number"], name="message_number_once"),
            models.CheckConstraint(
                condition=Q(removed_for="") | Q(withdrawn_at__isnull=False), name="message_removed_is_withdrawn"
            ),
        ]
        indexes = [
            models.Index(fields=["mail_id"], name="circles_message_mail", condition=~Q(mail_id="")),
            models.Index(fields=["author", "-at"], name="circles_message_author"),
        ]

    def __str__(self) -> str:
        return f"{self.thread} · {self.number}"

    @property
    def author_label(self) -> str:
        return self.author.display_name if self.author else self.author_name or str(_("ancien membre"))

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None


class MessageVersion(models.Model):
    """What a message said before it was changed, and until when. Never edited."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="versions")
    text = models.TextField()
    until = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-until", "-id"]


class Mention(models.Model):
    """A member named in a message with an « @ »: she is told by mail whatever her rhythm, unless it is never."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="mentions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "person"], name="mention_once")]


def message_file_path(row: "MessageFile", name: str) -> str:
    """Under a random name: an address that is guessed opens nothing, and the view checks the reader anyway."""
    return f"echanges/{row.ref}"


class MessageFile(Referenced):
    """A file joined to a message, served only through a view that checks who reads its thread."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="files")
    file = models.FileField(upload_to=message_file_path, max_length=200)
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=80)
    size = models.PositiveIntegerField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class ThreadReading(models.Model):
    """How far a person has read a thread: the number of the last message she has seen."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="readings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "person"], name="thread_reading_once")]

    def __str__(self) -> Any:
        return f"{self.thread_id}:{self.person_id}:{self.number}"
