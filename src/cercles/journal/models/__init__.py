"""What happened, what came of what, and what is still to be done."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from cercles.core import clock, jobs, verbs
from cercles.core.audience import AudienceQuerySet
from cercles.journal.enums import WorkState
from cercles.journal.models.mail import Bounce, Digest, IncomingMail, MailTime, NotificationChoice
from cercles.journal.models.outages import Outage

__all__ = [
    "Bounce", "Digest", "Entry", "IncomingMail", "Job", "Link", "MailTime", "NotificationChoice", "Outage", "OutgoingMail",
    "Work", "WorkState", "WorkerSign",
]  # fmt: skip


class Entry(models.Model):
    """One thing that happened, written by the action itself: ``by`` did ``verb`` to (``kind``, ``object_id``)."""

    verb = models.CharField(max_length=60)
    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    title = models.CharField(max_length=200, blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
    audience = models.CharField(max_length=40, db_index=True)
    reason = models.TextField(blank=True, default="")
    data = models.JSONField(default=dict, blank=True)

    objects = AudienceQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["kind", "object_id", "-at"], name="journal_entry_object")]

    @property
    def words(self) -> str:
        """« a ouvert le cercle »: what follows the name of the person."""
        return verbs.words_of(self.verb)


class Link(models.Model):
    """The thread: ``outcome`` came of ``origin``. Written inside the action that creates the outcome; never edited, only revoked."""

    origin_kind = models.CharField(max_length=40)
    origin_id = models.BigIntegerField()
    outcome_kind = models.CharField(max_length=40)
    outcome_id = models.BigIntegerField()
    verb = models.CharField(max_length=40)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    revoked_reason = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["origin_kind", "origin_id", "outcome_kind", "outcome_id", "verb"],
                condition=Q(revoked_at__isnull=True),
                name="link_once",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | ~Q(revoked_reason=""), name="link_revoked_with_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["outcome_kind", "outcome_id"], name="journal_link_outcome")]


class Work(models.Model):
    """A row of work: due at a time, leased by a worker, tried again after a failure, never lost."""

    key = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=8, choices=WorkState.choices, default=WorkState.DUE)
    created_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField(default=clock.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_by = models.CharField(max_length=60, blank=True, default="")
    done_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True, default="")
    reason = models.TextField(blank=True, default="")  # why it was given up

    motive = ""

    class Meta:
        abstract = True

    @property
    def is_stuck(self) -> bool:
        return self.state == WorkState.STUCK

    @property
    def is_held(self) -> bool:
        """A living worker has it in hand."""
        return self.lease_until is not None and self.lease_until > clock.now()


class Job(Work):
    """Deferred work: the verb names a function registered in ``core.jobs``."""

    verb = models.CharField(max_length=60)
    arguments = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["due_at", "id"]
        indexes = [models.Index(fields=["state", "due_at"], name="journal_job_due")]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """What it does, in words."""
        return jobs.title_of(self.verb)


class OutgoingMail(Work):
    """A mail to one person. Its ``Message-ID`` comes from its key, so that a second sending is the same mail."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    to = models.EmailField(max_length=254)
    subject = models.CharField(max_length=250)
    text = models.TextField()
    html = models.TextField(blank=True, default="")
    reply_to = models.CharField(max_length=254, blank=True, default="")
    headers = models.JSONField(default=dict, blank=True)
    attachments = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["due_at", "id"]
        indexes = [
            models.Index(fields=["state", "due_at"], name="journal_mail_due"),
            models.Index(fields=["to", "due_at"], name="journal_mail_to"),
        ]

    def __str__(self) -> str:
        return _("courriel n° %(number)s") % {"number": self.pk}

    @property
    def motive(self) -> str:
        """What it is for, in words, without whom it is about."""
        return jobs.mail_title(self.key)


class WorkerSign(models.Model):
    """A worker says « I am alive » here, every few seconds, from its start to its end."""

    name = models.CharField(max_length=60, unique=True)
    started_at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(default=clock.now, db_index=True)
