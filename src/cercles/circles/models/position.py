"""« Qui fait cela ? »: what each member says of each theme."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from cercles.circles.enums import Level
from cercles.circles.models.circle import Circle, CircleTheme
from cercles.circles.models.membership import Membership
from cercles.core import audience, clock
from cercles.core.models import Audienced, Referenced
from cercles.organisations.models import Organisation


class PositionQuerySet(audience.AudienceQuerySet):
    def current(self) -> Self:
        return self.filter(until__isnull=True)

    def of_members(self) -> Self:
        """Of those who are in the circle now: what somebody said stays when she leaves, and is shown no more."""
        here = Membership.objects.current().filter(circle=OuterRef("circle")).order_by()
        return self.filter(
            Q(organisation__isnull=False) & Exists(here.filter(organisation=OuterRef("organisation")))
            | Q(person__isnull=False) & Exists(here.filter(organisation__isnull=True, person=OuterRef("person")))
        )


class PositionStatement(Referenced, Audienced):
    """A cell of the grid: a dated text of an organisation, or of a person who is there for herself. A new one closes the former."""

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="positions")
    theme = models.ForeignKey(CircleTheme, models.CASCADE, related_name="positions")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="positions")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="positions"
    )
    level = models.CharField(_("où vous en êtes"), max_length=8, choices=Level.choices)
    text = models.CharField(_("en une phrase"), max_length=280, blank=True, default="")
    said_at = models.DateTimeField(default=clock.now)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    until = models.DateTimeField(null=True, blank=True)

    objects = PositionQuerySet.as_manager()

    class Meta:
        ordering = ["-said_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=True, person__isnull=False)
                | Q(organisation__isnull=False, person__isnull=True),
                name="position_of_one_party",
            ),
            models.UniqueConstraint(
                fields=["theme", "organisation"],
                condition=Q(until__isnull=True, organisation__isnull=False),
                name="position_current_of_organisation",
            ),
            models.UniqueConstraint(
                fields=["theme", "person"],
                condition=Q(until__isnull=True, person__isnull=False),
                name="position_current_of_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()} : {self.theme}"

    @property
    def party(self) -> str:
        """Whose line of the grid this is: the organisation's, or the person's own."""
        return f"o{self.organisation_id}" if self.organisation_id else f"p{self.person_id}"

    @property
    def level_label(self) -> str:
        """A grid writes dozens: Django works out ``get_level_display`` anew each time."""
        return str(Level(self.level).label)

    @property
    def owner(self) -> models.Model | None:
        """Who says it."""
        return self.organisation if self.organisation_id else self.person
