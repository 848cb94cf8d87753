"""Who comes to a meeting, and each person's private calendar."""

import secrets
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from cercles.circles.models import Membership
from cercles.core import clock
from cercles.meetings.enums import TAKING_PART, Came, Confidentiality, Presence
from cercles.meetings.models.meeting import Meeting, shared_by
from cercles.organisations.models import Organisation


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def visible_to(self, reader: Any) -> Self:
        """One's own; all of the circles one facilitates; of who comes or came, those of the meetings one takes part in and, as a member,
        those that are not under the Chatham House rule."""
        if not reader.is_authenticated:
            return self.none()
        circles = Membership.objects.current().filter(person=reader).values("circle")
        among_members = Q(meeting__circle__in=circles, meeting__announced_at__isnull=False) & ~Q(
            meeting__confidentiality=Confidentiality.CHATHAM
        )
        led = Membership.objects.facilitators().filter(person=reader).values("circle")
        here = Q(state__in=TAKING_PART) & (shared_by(reader) | among_members)
        return self.filter(Q(person=reader) | Q(meeting__circle__in=led) | here)

    def with_house(self) -> Any:
        """``house``: the organisation whose seats she uses; one that was merged into another has none of its own."""
        return self.annotate(house=Coalesce("organisation__merged_into", "organisation"))

    def seated(self) -> Self:
        return self.filter(state=Presence.REGISTERED)

    def taking_part(self) -> Self:
        return self.filter(state__in=TAKING_PART)

    def waiting(self) -> Self:
        """In the order of the list."""
        return self.filter(state=Presence.WAITING).order_by("queue_number", "id")


class Registration(models.Model):
    """One person and one meeting, once. ``queue_number`` is her place among all who ever asked: it grows, and is given anew when she
    comes back after leaving."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="registrations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="meeting_registrations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=Presence.choices, default=Presence.INVITED)
    came = models.CharField(max_length=10, choices=Came.choices, default=Came.CIRCLE)
    queue_number = models.PositiveIntegerField(null=True, blank=True)
    # The colleague whose seat is handed over when this person accepts.
    instead_of = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="substitutes")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    # Counts her changes: it makes the key of each letter.
    changes = models.PositiveIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    changed_at = models.DateTimeField(default=clock.now, editable=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="registration_once"),
            models.UniqueConstraint(fields=["meeting", "queue_number"], name="registration_queue_once"),
            models.CheckConstraint(
                condition=~Q(state=Presence.WAITING) | Q(queue_number__isnull=False), name="registration_waits_in_order"
            ),
        ]
        indexes = [models.Index(fields=["meeting", "state", "queue_number"], name="registration_queue")]

    def __str__(self) -> str:
        return str(_("Inscription à « %(title)s »")) % {"title": self.meeting.title}

    @property
    def takes_part(self) -> bool:
        return self.state in TAKING_PART


def new_token() -> str:
    return secrets.token_urlsafe(24)


class CalendarFeed(models.Model):
    """A person's private calendar: whoever has the address reads her meetings, so it can be replaced at any time."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feed")
    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
