"""A file being imported: where it stands, what it did, what it refused."""

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cercles.core import clock
from cercles.core.models import Referenced
from cercles.organisations.enums import IMPORT_MOVES, IMPORTS_WITH_A_REASON, ImportState, Layout

PATIENCE = timedelta(minutes=2)  # past the lease of a killed worker, whose work another takes up by itself


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    def halted(self) -> Self:
        """Those that wait for somebody: failed, or silent for too long."""
        silent = Q(state__in=(ImportState.WAITING, ImportState.RUNNING), moved_at__lt=clock.now() - PATIENCE)
        return self.filter(silent | Q(state=ImportState.FAILED))


class ImportRun(Referenced):
    """One import. ``line`` moves in the same transaction as the rows it counts: a killed import takes up exactly where it stands."""

    layout = models.CharField(_("format"), max_length=8, choices=Layout.choices)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=ImportState.choices, default=ImportState.WAITING)
    reason = models.TextField(blank=True, default="")
    total = models.PositiveIntegerField(null=True, blank=True)
    line = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    moved_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=IMPORTS_WITH_A_REASON) | ~Q(reason=""), name="import_halted_with_a_reason"
            ),
            models.UniqueConstraint(
                fields=["layout", "sha256"], condition=~Q(state=ImportState.DONE), name="import_open_once"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("organisations:import", kwargs={"ref": self.ref})

    @property
    def stored_name(self) -> str:
        """Below the site's files, named by what it holds: the same file twice is kept once."""
        return f"imports/{self.sha256}.csv"

    @property
    def is_over(self) -> bool:
        return self.state == ImportState.DONE

    @property
    def is_moving(self) -> bool:
        return self.state in (ImportState.WAITING, ImportState.RUNNING)

    @property
    def is_stalled(self) -> bool:
        """It should move and does not: what ran it was killed, or no worker runs."""
        return self.is_moving and clock.now() - self.moved_at > PATIENCE

    @property
    def can_stop(self) -> bool:
        """It moves, or waits for somebody who may give it up."""
        return "stop" in IMPORT_MOVES.get(ImportState(self.state), {})

    @property
    def can_resume(self) -> bool:
        """Halted by somebody, by an error, or by itself."""
        return self.is_stalled or self.state in IMPORTS_WITH_A_REASON

    @property
    def percent(self) -> int:
        """How far it is, for the arc."""
        if self.is_over:
            return 100
        return min(99, self.line * 100 // self.total) if self.total else 0


class ImportRefusal(models.Model):
    """A row that was not taken, as it was written, with the reason: it is given back to be mended and imported again."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="refusals")
    line = models.PositiveIntegerField()
    reason = models.CharField(max_length=400)
    cells = models.JSONField()

    class Meta:
        ordering = ["run", "line"]
        constraints = [models.UniqueConstraint(fields=["run", "line"], name="refusal_line_once")]
