"""Who is in a circle."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cercles.circles.enums import FACILITATING, CircleRole, Writing
from cercles.circles.models.circle import Circle
from cercles.core import clock
from cercles.organisations.models import Organisation


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self) -> Self:
        return self.filter(until__isnull=True)

    def facilitators(self) -> Self:
        return self.current().filter(role__in=FACILITATING)


class Membership(models.Model):
    """A person in a circle, for an organisation or for herself, with a role and dates."""

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="memberships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="memberships")
    role = models.CharField(max_length=16, choices=CircleRole.choices, default=CircleRole.MEMBER)
    pioneer_since = models.DateField(null=True, blank=True)
    since = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True, blank=True)
    leaving_reason = models.TextField(blank=True, default="")
    # What a measure of moderation says of how she writes here; ``writing`` says it of today.
    writes = models.CharField(max_length=8, choices=Writing.choices, default=Writing.FREE)
    excluded_until = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["circle", "person"], condition=Q(until__isnull=True), name="membership_once"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="membership_dates_in_order"
            ),
            models.CheckConstraint(
                condition=~Q(writes=Writing.EXCLUDED) | Q(excluded_until__isnull=False),
                name="membership_excluded_until_a_day",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def is_facilitating(self) -> bool:
        return self.until is None and self.role in FACILITATING

    @property
    def writing(self) -> Writing:
        """An exclusion ends by itself, the day after its last."""
        if self.writes == Writing.EXCLUDED and self.excluded_until is not None and self.excluded_until < clock.today():
            return Writing.FREE
        return Writing(self.writes)

    @property
    def role_label(self) -> str:
        return str(CircleRole(self.role).label)

    @property
    def party(self) -> str:
        """Whose line of the grid this is: the organisation's, or the person's own."""
        return f"o{self.organisation_id}" if self.organisation_id else f"p{self.person_id}"
