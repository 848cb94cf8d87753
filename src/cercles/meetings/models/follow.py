"""What comes after: who does what, and what each one takes away."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cercles.circles.models import Membership
from cercles.core import clock
from cercles.meetings.enums import FollowUpState
from cercles.meetings.models.meeting import Meeting, shared_by
from cercles.organisations.models import Organisation


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def visible_to(self, reader: Any) -> Self:
        if not reader.is_authenticated:
            return self.none()
        circles = Membership.objects.current().filter(person=reader).values("circle")
        return self.filter(Q(person=reader) | shared_by(reader) | Q(meeting__circle__in=circles))

    def open(self) -> Self:
        return self.filter(state=FollowUpState.OPEN)


class FollowUp(models.Model):
    """Something somebody said she would do. Asked about by letter before the circle's next meeting."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="follow_ups")
    what = models.CharField(_("quoi"), max_length=300)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("qui"),
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organisation")
    )
    due = models.DateField(_("pour le"), null=True, blank=True)
    state = models.CharField(max_length=8, choices=FollowUpState.choices, default=FollowUpState.OPEN)
    reason = models.TextField(_("pourquoi"), blank=True, default="", max_length=1000)
    news_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        ordering = [F("due").asc(nulls_last=True), "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=FollowUpState.DROPPED) | ~Q(reason=""), name="follow_up_dropped_with_a_reason"
            )
        ]

    def __str__(self) -> str:
        return self.what[:120]

    @property
    def state_label(self) -> str:
        return str(FollowUpState(self.state).label)


class TakeawayQuerySet(models.QuerySet["Takeaway"]):
    def visible_to(self, reader: Any) -> Self:
        if not reader.is_authenticated:
            return self.none()
        mine = Membership.objects.current().filter(person=reader)
        facilitated = Membership.objects.facilitators().filter(person=reader)
        return self.filter(
            Q(person=reader)
            | Q(meeting__circle__in=facilitated.values("circle"))
            | Q(may_share=True, meeting__circle__in=mine.values("circle"))
        )


class Takeaway(models.Model):
    """The one question after: what was useful, what she will try. Her name is shown to who facilitates, never under Chatham House."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="takeaways")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="takeaways")
    text = models.TextField(_("votre réponse"), max_length=3000)
    will_try = models.BooleanField(_("je vais essayer quelque chose"), default=False)
    may_share = models.BooleanField(_("le cercle peut lire ma réponse, sans mon nom"), default=False)
    answered_at = models.DateTimeField(default=clock.now)
    # Ninety days later she is asked once what it gave.
    asked_again_at = models.DateTimeField(null=True, blank=True)
    outcome = models.TextField(_("ce que cela a donné"), blank=True, default="", max_length=3000)
    outcome_at = models.DateTimeField(null=True, blank=True)
    # When she was told that it will go.
    told_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = TakeawayQuerySet.as_manager()

    class Meta:
        ordering = ["answered_at", "id"]
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="takeaway_once")]
