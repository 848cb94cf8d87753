"""Errors that anybody points out on a page, answered by those who keep it."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cercles.core import clock
from cercles.core.models import Referenced
from cercles.organisations.enums import Reportable, ReportState
from cercles.organisations.models.links import Affiliation
from cercles.organisations.models.organisation import Organisation


class ReportQuerySet(models.QuerySet["Report"]):
    def open(self) -> Self:
        return self.filter(state=ReportState.ASKED)

    def visible_to(self, reader: Any) -> Self:
        """To those who represent the organisation; to administrators when nobody does."""
        if not reader.is_authenticated:
            return self.none()
        spoken = Affiliation.objects.representatives().annotate(
            speaks=Coalesce("organisation__merged_into", "organisation")
        )
        told = self.annotate(page=Coalesce("organisation__merged_into", "organisation"))
        mine = Exists(spoken.filter(person=reader.pk, speaks=OuterRef("page")))
        if not reader.is_administrator:
            return told.filter(mine)
        return told.filter(mine | ~Exists(spoken.filter(speaks=OuterRef("page"))))


class Report(Referenced):
    """« Signaler une erreur »: what is wrong, what is right, where it is read. ``email`` is kept until the answer has left, no longer."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="reports")
    column = models.CharField(_("ce qui est à corriger"), max_length=16, choices=Reportable.choices)
    says = models.TextField(_("ce qui est juste"), max_length=2000)
    proof = models.CharField(_("où cela se lit"), max_length=500, blank=True, default="")
    email = models.EmailField(_("votre adresse"), blank=True, default="")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="reports")
    state = models.CharField(max_length=8, choices=ReportState.choices, default=ReportState.ASKED)
    reason = models.CharField(max_length=1000, blank=True, default="")
    asked_at = models.DateTimeField(default=clock.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=ReportState.DECLINED) | ~Q(reason=""), name="report_declined_with_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(email="") | Q(state=ReportState.ASKED), name="report_address_until_answered"
            ),
        ]
        indexes = [models.Index(fields=["state", "organisation"], name="report_to_answer")]

    def __str__(self) -> str:
        return f"{self.organisation} – {self.get_column_display()}"

    def get_absolute_url(self) -> str:
        return reverse("organisations:report", kwargs={"ref": self.ref})

    @property
    def is_open(self) -> bool:
        return self.state == ReportState.ASKED
