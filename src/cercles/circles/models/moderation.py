"""What members report, and what is done about it. Together they are the register of moderation of a circle."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from cercles.circles.enums import LATE, MeasureKind, MeasureState, Motive, ReportState
from cercles.circles.models.circle import Circle
from cercles.circles.models.membership import Membership
from cercles.circles.rules import memory
from cercles.core import clock
from cercles.core.models import Referenced
from cercles.people.models import User

LONGEST_WORDS = 1000


def _facilitators(*others_than: str) -> Any:
    """Of the row's circle, somebody facilitates who is none of these."""
    found = Membership.objects.facilitators().filter(circle=OuterRef("circle"), person__is_active=True)
    for column in others_than:
        found = found.exclude(person=Coalesce(OuterRef(column), Value(0)))
    return Exists(found)


def _administrators(*others_than: str) -> Any:
    """Somebody administers who is none of these."""
    found = User.objects.filter(is_administrator=True, is_active=True)
    for column in others_than:
        found = found.exclude(pk=Coalesce(OuterRef(column), Value(0)))
    return Exists(found)


class ReportQuerySet(models.QuerySet["ContentReport"]):
    def visible_to(self, reader: Any) -> Self:
        """Who facilitates the circle; who administers, when nobody else can answer or nobody has. Never who wrote what is reported."""
        if not reader.is_authenticated:
            return self.none()
        mine = Q(circle__in=memory.facilitated(reader))
        if reader.is_administrator:
            late = Q(state=ReportState.OPEN, at__lt=clock.now() - LATE)
            mine |= ~_facilitators("author") | late | Q(decided_by=reader)
        return self.filter(mine).exclude(author=reader)

    def without_anybody(self) -> Self:
        """Those that wait, and that nobody may answer: another person has to be named."""
        return self.filter(~_facilitators("author"), ~_administrators("author"), state=ReportState.OPEN)


class ContentReport(Referenced):
    """Somebody says that what another wrote breaks a rule (DSA, article 16). Nobody reads who said it; she is told what became of it.
    Without an account she may leave an address: ``email`` is kept until the answer has left, no longer.

    What is reported stands in another table, maybe of a room above: ``kind`` and ``object_id`` name it, as in the journal.
    """

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="reports")
    kind = models.CharField(max_length=60)
    object_id = models.PositiveBigIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    email = models.EmailField(blank=True, default="")
    motive = models.CharField(max_length=12, choices=Motive.choices)
    words = models.TextField(blank=True, default="", max_length=LONGEST_WORDS)
    at = models.DateTimeField(default=clock.now)
    state = models.CharField(max_length=8, choices=ReportState.choices, default=ReportState.OPEN)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    answer = models.TextField(blank=True, default="", max_length=LONGEST_WORDS)
    measure = models.ForeignKey("Measure", models.SET_NULL, null=True, related_name="reports")

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("signalement d’un écrit")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id", "person"],
                condition=Q(state=ReportState.OPEN),
                name="content_reported_once",
            ),
            models.UniqueConstraint(
                fields=["kind", "object_id", "email"],
                condition=Q(state=ReportState.OPEN) & ~Q(email=""),
                name="content_reported_once_from",
            ),
            models.CheckConstraint(
                condition=Q(email="") | Q(state=ReportState.OPEN, person__isnull=True), name="content_report_address"
            ),
            models.CheckConstraint(
                condition=Q(state=ReportState.OPEN) | Q(decided_at__isnull=False), name="report_decided_on_a_day"
            ),
        ]
        indexes = [models.Index(fields=["circle", "state", "at"], name="circles_report_waiting")]

    def __str__(self) -> str:
        return self.motive_label

    @property
    def motive_label(self) -> str:
        return str(Motive(self.motive).label)

    @property
    def has_reader(self) -> bool:
        """Somebody will read the answer: a visitor may have left no address."""
        return bool(self.person_id or self.email)

    @property
    def state_label(self) -> str:
        return str(ReportState(self.state).label)


class MeasureQuerySet(models.QuerySet["Measure"]):
    def visible_to(self, reader: Any) -> Self:
        """The person it concerns, who facilitates, and who administers when she took it or has to look at it again."""
        if not reader.is_authenticated:
            return self.none()
        mine = Q(person=reader) | Q(circle__in=memory.facilitated(reader))
        if reader.is_administrator:
            late = Q(appealed_at__lt=clock.now() - LATE)
            asked = Q(state=MeasureState.APPEALED) & (~_facilitators("by", "person") | late)
            mine |= asked | Q(by=reader) | Q(reviewed_by=reader)
        return self.filter(mine)

    def without_anybody(self) -> Self:
        """Contested, and nobody may look at them again: another person has to be named."""
        nobody = ~_facilitators("by", "person") & ~_administrators("by", "person")
        return self.filter(nobody, state=MeasureState.APPEALED)


class Measure(Referenced):
    """What was done about what somebody wrote, or about how she writes, with its reason (DSA, article 17); she contests it once, and
    somebody else looks at it again (article 20)."""

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="measures")
    what = models.CharField(max_length=8, choices=MeasureKind.choices)
    # Of something that was taken away: which, and what it said, for the person and for whoever looks at it again.
    kind = models.CharField(max_length=60, blank=True, default="")
    object_id = models.PositiveBigIntegerField(null=True)
    title = models.CharField(max_length=200, blank=True, default="")
    text = models.TextField(blank=True, default="")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    motive = models.CharField(max_length=12, choices=Motive.choices)
    words = models.TextField(max_length=LONGEST_WORDS)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
    until = models.DateField(null=True, blank=True)  # the last day of an exclusion
    state = models.CharField(max_length=10, choices=MeasureState.choices, default=MeasureState.STANDING)
    appeal = models.TextField(blank=True, default="", max_length=LONGEST_WORDS)
    appealed_at = models.DateTimeField(null=True)
    review = models.TextField(blank=True, default="", max_length=LONGEST_WORDS)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = MeasureQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("mesure")
        constraints = [
            models.CheckConstraint(
                condition=~Q(what=MeasureKind.REMOVED) | Q(object_id__isnull=False), name="measure_removes_something"
            ),
            models.CheckConstraint(
                condition=Q(state=MeasureState.STANDING) | Q(reviewed_at__isnull=False) | Q(appealed_at__isnull=False),
                name="measure_changed_on_a_day",
            ),
            models.UniqueConstraint(
                fields=["circle", "person"],
                condition=~Q(what=MeasureKind.REMOVED) & ~Q(state=MeasureState.LIFTED),
                name="measure_one_way_of_writing",
            ),
        ]
        indexes = [
            models.Index(fields=["circle", "-at"], name="circles_measure_newest"),
            models.Index(fields=["person", "-at"], name="circles_measure_person"),
        ]

    def __str__(self) -> str:
        return self.title or self.what_label

    @property
    def what_label(self) -> str:
        return str(MeasureKind(self.what).label)

    @property
    def motive_label(self) -> str:
        return str(Motive(self.motive).label)

    @property
    def state_label(self) -> str:
        return str(MeasureState(self.state).label)

    @property
    def is_lawful_ground(self) -> bool:
        """It rests on the law, not on the rules of the place: the letter says which (DSA, article 17 § 3)."""
        return self.motive == Motive.UNLAWFUL
