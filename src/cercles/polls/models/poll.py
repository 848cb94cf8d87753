"""A question put to a circle, until a day."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cercles.circles.models import Circle
from cercles.core import audience, clock
from cercles.core.models import Audienced, Referenced, Stamped
from cercles.core.routes import address_of
from cercles.polls.enums import PollKind, PollState, ShownWhen, Voters

LONGEST_TITLE, LONGEST_TEXT, LONGEST_LABEL, LONGEST_REASON = 160, 10_000, 160, 2_000


class Poll(Referenced, Audienced, Stamped):
    """Read and answered by the members of its circle. A consent is asked in rounds: the proposal that changes is asked again."""

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="polls")
    kind = models.CharField(max_length=8, choices=PollKind.choices, default=PollKind.CHOICE)
    voters = models.CharField(max_length=12, choices=Voters.choices, default=Voters.PERSON)
    shown_when = models.CharField(max_length=8, choices=ShownWhen.choices, default=ShownWhen.ALWAYS)
    is_secret = models.BooleanField(_("bulletin secret"), default=False)
    takes_many = models.BooleanField(_("plusieurs réponses possibles"), default=False)
    title = models.CharField(_("question"), max_length=LONGEST_TITLE)
    text = models.TextField(_("texte"), max_length=LONGEST_TEXT, blank=True, default="")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    closes_at = models.DateTimeField(_("réponses jusqu’au"))
    round = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, choices=PollState.choices, default=PollState.OPEN)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    # Of one that was cancelled: why.
    outcome = models.TextField(_("ce qui en est retenu"), max_length=LONGEST_REASON, blank=True, default="")
    adopted = models.BooleanField(null=True)  # of a consent, once closed
    voices = models.PositiveIntegerField(null=True)  # how many could answer, when it closed
    reminded_at = models.DateTimeField(null=True, blank=True)  # by itself, once
    asked_again_at = models.DateTimeField(null=True, blank=True)  # by hand, the last time
    is_fictional = models.BooleanField(default=False, editable=False)

    objects = audience.AudienceQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("sondage")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=PollState.OPEN, closed_at__isnull=True)
                | Q(state__in=[PollState.CLOSED, PollState.CANCELLED], closed_at__isnull=False),
                name="poll_closed_when",
            ),
            models.CheckConstraint(
                condition=Q(is_secret=False) | (~Q(kind=PollKind.CONSENT) & Q(shown_when=ShownWhen.CLOSED)),
                name="poll_secret_until_closed",
            ),
            models.CheckConstraint(condition=Q(closes_at__gt=F("created_at")), name="poll_lasts"),
        ]
        indexes = [
            models.Index(fields=["circle", "state", "closes_at"], name="polls_of_circle"),
            models.Index(fields=["state", "closes_at"], name="polls_closing"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address_of("polls:detail", self.ref)

    @property
    def is_open(self) -> bool:
        return self.state == PollState.OPEN

    @property
    def is_cancelled(self) -> bool:
        return self.state == PollState.CANCELLED

    @property
    def takes_answers(self) -> bool:
        return self.is_open and not self.circle.is_closed and clock.now() < self.closes_at

    @property
    def is_consent(self) -> bool:
        return self.kind == PollKind.CONSENT

    @property
    def is_date(self) -> bool:
        return self.kind == PollKind.DATE

    @property
    def by_organisation(self) -> bool:
        return self.voters == Voters.ORGANISATION


class PollVersion(models.Model):
    """What a proposal said before an objection changed it. Never edited."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="versions")
    round = models.PositiveIntegerField()
    text = models.TextField()
    until = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-round"]
        constraints = [models.UniqueConstraint(fields=["poll", "round"], name="poll_version_once")]


class Option(models.Model):
    """One of the answers of a choice, in order."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="options")
    position = models.PositiveIntegerField()
    label = models.CharField(max_length=LONGEST_LABEL)
    starts_at = models.DateTimeField(null=True, blank=True)  # of a date

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["poll", "position"], name="option_place_once")]

    def __str__(self) -> Any:
        return self.label
