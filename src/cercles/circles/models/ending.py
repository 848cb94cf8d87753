"""How a circle ends: its final review, and the copies that are prepared for those who take it away."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from cercles.circles.models.circle import Circle
from cercles.core import clock
from cercles.core.markdown import render
from cercles.core.models import Referenced

LONGEST_REVIEW = 20_000


class FinalReview(models.Model):
    """« Bilan final »: what a circle says of itself on the day it closes (half-years: ``HalfYearReview``). Never edited;
    a circle that opened again and closes writes another."""

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="final_reviews")
    text = models.TextField(_("bilan final"), max_length=LONGEST_REVIEW)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return str(_("Bilan final"))

    @property
    def html(self) -> SafeString:
        return render(self.text)


def prepared_path(row: "PreparedCopy", name: str) -> str:
    return f"copies/{row.ref}.zip"


class PreparedCopyQuerySet(models.QuerySet["PreparedCopy"]):
    def visible_to(self, reader: Any) -> "PreparedCopyQuerySet":
        """Hers alone."""
        return self.filter(person=reader) if reader.is_authenticated else self.none()


class PreparedCopy(Referenced):
    """A copy of a circle, made for one person with what she read that day, kept a few days, then deleted."""

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="prepared_copies")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    # What the copy holds: it is given to her no more once she has lost that right.
    facilitates = models.BooleanField()
    asked_at = models.DateTimeField(default=clock.now)
    ready_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    file = models.FileField(upload_to=prepared_path, max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0)

    objects = PreparedCopyQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]
        verbose_name = _("copie du cercle")
        indexes = [models.Index(fields=["until"], name="circles_copy_until")]
        constraints = [
            models.UniqueConstraint(
                fields=["circle", "person"], condition=models.Q(ready_at__isnull=True), name="copy_asked_once"
            ),
            models.CheckConstraint(
                condition=models.Q(ready_at__isnull=True) | models.Q(until__isnull=False), name="copy_kept_until"
            ),
        ]

    def __str__(self) -> str:
        return str(self.circle)
