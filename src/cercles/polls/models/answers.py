"""What was answered: one ballot a voice, changed until the end; what was objected, and what became of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cercles.core import clock
from cercles.organisations.models import Organisation
from cercles.polls.enums import Answer, ObjectionState
from cercles.polls.models.poll import LONGEST_REASON, Option, Poll


class Ballot(models.Model):
    """The answer of a member, or of an organisation by one of its members here. Neither is named once her account is erased."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="ballots")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    # Of an organisation: who answered for it, and whether she speaks for it or stood in for who does.
    cast_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_substitute = models.BooleanField(default=False)
    options = models.ManyToManyField(Option, related_name="ballots", blank=True)
    if_needed = models.ManyToManyField(Option, related_name="+", blank=True)  # of dates: she would manage
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True, default="")
    reason = models.TextField(max_length=LONGEST_REASON, blank=True, default="")
    round = models.PositiveIntegerField(default=1)
    at = models.DateTimeField(default=clock.now)
    changes = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["id"]
        verbose_name = _("réponse")
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True) | Q(organisation__isnull=True), name="ballot_of_one_voice"
            ),
            models.UniqueConstraint(fields=["poll", "person"], name="ballot_once_a_person"),
            models.UniqueConstraint(fields=["poll", "organisation"], name="ballot_once_an_organisation"),
        ]

    @property
    def voice_label(self) -> str:
        if self.organisation:
            return self.organisation.name
        return self.person.display_name if self.person else str(_("nom effacé"))


class Objection(models.Model):
    """A risk that somebody sees in a proposal. It is treated alone, with a reason; a voice has one at a time."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="objections")
    ballot = models.ForeignKey(Ballot, models.SET_NULL, null=True, related_name="objections")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    text = models.TextField(max_length=LONGEST_REASON)
    round = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=ObjectionState.choices, default=ObjectionState.RAISED)
    response = models.TextField(_("ce qui a été répondu"), max_length=LONGEST_REASON, blank=True, default="")
    at = models.DateTimeField(default=clock.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("objection")
        constraints = [
            models.UniqueConstraint(
                fields=["ballot"], condition=Q(state=ObjectionState.RAISED), name="objection_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[ObjectionState.RAISED, ObjectionState.WITHDRAWN]) | ~Q(response=""),
                name="objection_treated_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def who(self) -> str:
        if self.ballot and self.ballot.organisation:
            return self.ballot.organisation.name
        return self.person.display_name if self.person else str(_("nom effacé"))
