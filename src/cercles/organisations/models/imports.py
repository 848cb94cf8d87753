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
from cercles.organisations.enums import (
    IMPORT_MOVES,
    IMPORTS_WITH_A_REASON,
    NATIONAL,
    WAITING_DOUBTS,
    DoubtKind,
    DoubtState,
    ImportState,
    Layout,
)
from cercles.organisations.models.organisation import Organisation

_NAMES = ("titre", "denominationUniteLegale", "name", "nom")  # the column of the name, by kind of file
PATIENCE = timedelta(minutes=2)  # past the lease of a killed worker, whose work another takes up by itself


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    def halted(self) -> Self:
        """Those that wait for somebody: failed, or silent for too long."""
        silent = Q(state__in=(ImportState.WAITING, ImportState.RUNNING), moved_at__lt=clock.now() - PATIENCE)
        return self.filter(silent | Q(state=ImportState.FAILED))


class ImportRun(Referenced):
    """One import. ``line`` and ``reached``, a place in the file, move in the same transaction as the rows they count: a killed import
    takes up exactly where it stands.

    ``files``: ``{"name", "sha256"}`` of each file that was sent; those of a national register are gathered into one first
    (``gathered``, in hundredths, None when there is nothing to gather).
    """

    layout = models.CharField(_("format"), max_length=8, choices=Layout.choices)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    files = models.JSONField(default=list)
    columns = models.JSONField(default=list)  # those of the table, in order: what is refused is given back under them
    gathered = models.PositiveSmallIntegerField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=ImportState.choices, default=ImportState.WAITING)
    reason = models.TextField(blank=True, default="")
    total = models.PositiveIntegerField(null=True, blank=True)
    line = models.PositiveIntegerField(default=0)
    reached = models.PositiveBigIntegerField(default=0)
    # Since when it has been reading without a halt, and from which line: what remains is told from these.
    began_at = models.DateTimeField(null=True, blank=True)
    began_line = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    doubtful = models.PositiveIntegerField(default=0)
    unplaced = models.PositiveIntegerField(default=0)  # of those created or updated
    set_aside = models.PositiveIntegerField(default=0)  # sole traders and units without a public name: never kept
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
    def is_national(self) -> bool:
        return self.layout in NATIONAL

    @property
    def is_gathering(self) -> bool:
        return self.gathered is not None and self.gathered < 100

    @property
    def seconds_left(self) -> int | None:
        """As fast as since it began; None while nothing can be said."""
        read = self.line - self.began_line
        if not self.total or self.began_at is None or read <= 0 or self.state != ImportState.RUNNING:
            return None
        spent = (self.moved_at - self.began_at).total_seconds()
        return round(spent / read * (self.total - self.line)) if spent > 1 else None

    @property
    def minutes_left(self) -> int | None:
        left = self.seconds_left
        return None if left is None else max(1, round(left / 60))

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
        if self.is_gathering:
            return self.gathered or 0
        return min(99, self.line * 100 // self.total) if self.total else 0


class ImportRefusal(models.Model):
    """A row that was not taken, as it was written, with the reason: it is given back to be mended and imported again."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="refusals")
    part = models.CharField(max_length=120, blank=True, default="")  # the file of an archive
    line = models.PositiveIntegerField()
    reason = models.CharField(max_length=400)
    cells = models.JSONField()

    class Meta:
        ordering = ["run", "part", "line"]
        constraints = [models.UniqueConstraint(fields=["run", "part", "line"], name="refusal_line_once")]


class ImportChange(models.Model):
    """One column of one page that an import wrote anew, with what it held."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="changes")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    column = models.CharField(max_length=24)
    before = models.TextField(blank=True, default="")
    after = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["run", "id"]
        indexes = [models.Index(fields=["run", "column"], name="importchange_column")]


class ImportDoubtQuerySet(models.QuerySet["ImportDoubt"]):
    def waiting(self) -> Self:
        """Those put off come last."""
        return self.filter(state__in=WAITING_DOUBTS).order_by("-state", "id")

    def to_decide(self) -> Self:
        """Those that nobody has answered yet, not even together with others."""
        return self.waiting().filter(wished="")

    def wished(self) -> Self:
        """Answered together with others: the worker writes them, the first asked first."""
        return self.filter(state__in=WAITING_DOUBTS).exclude(wished="").order_by("id")


class ImportDoubt(Referenced):
    """A row that may speak of a page that is there: neither applied nor lost until a person says. What she says is remembered.

    ``key`` names the organisation in its source, so that the same row of a later file finds its doubt again; ``organisation`` is
    the page it may be, then the page it is. ``wished``: what ``decided_by`` answered for many at once, until it is written;
    ``problem``: why that could not be.
    """

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="doubts")
    source = models.CharField(max_length=12)
    key = models.CharField(max_length=120)
    kind = models.CharField(max_length=8, choices=DoubtKind.choices)
    state = models.CharField(max_length=8, choices=DoubtState.choices, default=DoubtState.OPEN)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    part = models.CharField(max_length=120, blank=True, default="")
    line = models.PositiveIntegerField()
    cells = models.JSONField()
    wished = models.CharField(max_length=8, choices=DoubtState.choices, blank=True, default="")
    problem = models.CharField(max_length=400, blank=True, default="")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = ImportDoubtQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["source", "key", "organisation"], name="import_doubt_once"),
            models.CheckConstraint(
                condition=Q(state__in=WAITING_DOUBTS) | Q(decided_at__isnull=False), name="import_doubt_decided_when"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "id"], name="import_doubt_waiting"),
            models.Index(fields=["id"], condition=~Q(wished=""), name="import_doubt_wished"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("organisations:doubt", kwargs={"ref": self.ref})

    @property
    def is_waiting(self) -> bool:
        return self.state in WAITING_DOUBTS

    @property
    def file(self) -> str:
        """What its line is counted in: a file of an archive, or what was sent."""
        return self.part or self.run.file_name

    @property
    def said_name(self) -> str:
        """The name that the row bears, as it is written there."""
        return next((text for column in _NAMES if (text := self.cells.get(column, ""))), "")
