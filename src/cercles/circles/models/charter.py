"""What a circle agrees on, version by version, and who accepted which."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cercles.circles.models.circle import Circle
from cercles.core import clock
from cercles.organisations.models import Organisation


class CharterQuerySet(models.QuerySet["CharterVersion"]):
    def visible_to(self, reader: Any) -> Self:
        """The rules of a circle are known to whoever knows that it exists."""
        return self.filter(circle__in=Circle.objects.visible_to(reader))


class CharterVersion(models.Model):
    """One published text of a circle's charter: numbered, never edited. The highest number is the current one."""

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="charter_versions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(_("texte de la charte"), max_length=20000)
    change_note = models.CharField(_("ce qui change"), max_length=500, blank=True, default="")
    published_at = models.DateTimeField(default=clock.now)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = CharterQuerySet.as_manager()

    class Meta:
        ordering = ["circle", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["circle", "number"], name="charter_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="charter_number_from_one"),
            models.CheckConstraint(condition=Q(number=1) | ~Q(change_note=""), name="charter_change_said"),
        ]

    def __str__(self) -> str:
        return _("Charte, version %(number)s") % {"number": self.number}


class CharterAcceptance(models.Model):
    """A person accepted this very version: for herself (no organisation), or for the organisation she represents."""

    version = models.ForeignKey(CharterVersion, models.CASCADE, related_name="acceptances")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="charter_acceptances")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "person"],
                condition=Q(organisation__isnull=True),
                name="charter_accepted_once_by_person",
            ),
            models.UniqueConstraint(
                fields=["version", "organisation"],
                condition=Q(organisation__isnull=False),
                name="charter_accepted_once_by_organisation",
            ),
        ]
