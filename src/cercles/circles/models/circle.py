"""A circle, its themes, its stages, and the request to open one."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cercles.circles.enums import RequestState, Stage
from cercles.core import audience, clock
from cercles.core.enums import Visibility
from cercles.core.models import Audienced, Referenced, Stamped
from cercles.references.models import Term


class CircleQuerySet(audience.AudienceQuerySet):
    def open(self) -> Self:
        return self.exclude(stage=Stage.CLOSED)

    def of(self, person: Any) -> Self:
        """Those the person is in now."""
        if not person.is_authenticated:
            return self.none()
        return self.filter(memberships__person=person, memberships__until__isnull=True)


class Circle(Audienced, Stamped):
    """A stable, chartered group of peers. ``visibility`` is who sees that it exists; its life is for ``circle:<id>``."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("nom du cercle"), max_length=120)
    # Name first, so that it orders lists; then for whom and what for, so that « trouver mon cercle » finds by the question.
    search_key = models.CharField(max_length=500, db_index=True, editable=False)
    purpose = models.TextField(_("raison d’être"), max_length=2000)
    audience_text = models.CharField(_("pour qui"), max_length=200, blank=True, default="")
    stage = models.CharField(max_length=16, choices=Stage.choices, default=Stage.POTENTIAL, editable=False)
    since = models.DateField(_("en activité depuis"), null=True, blank=True)
    themes = models.ManyToManyField(Term, blank=True, related_name="+")
    join_question = models.CharField(_("question posée à qui veut entrer"), max_length=300, blank=True, default="")
    is_fictional = models.BooleanField(default=False, editable=False)
    visibility = models.CharField(max_length=16, choices=Visibility.choices, default=Visibility.NETWORK)

    objects = CircleQuerySet.as_manager()

    class Meta:
        ordering = ["search_key", "id"]
        verbose_name = _("cercle")
        constraints = [
            models.CheckConstraint(
                condition=Q(visibility__in=[Visibility.CIRCLE, Visibility.NETWORK, Visibility.PUBLIC]),
                name="circle_visibility_known",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def members_audience(self) -> str:
        """The string its members hold."""
        return audience.key("circle", self.pk)

    @property
    def stage_label(self) -> str:
        """Django works out ``get_stage_display`` anew each time, for sixty times the cost."""
        return str(Stage(self.stage).label)

    @property
    def is_closed(self) -> bool:
        return self.stage == Stage.CLOSED


class CircleTheme(models.Model):
    """A line of the grid: the circle's own words for a theme, tied to a term of the vocabulary when there is one."""

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="own_themes")
    label = models.CharField(_("thème"), max_length=120)
    term = models.ForeignKey(Term, models.PROTECT, null=True, blank=True, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    # A theme the circle dropped keeps what was said of it.
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["circle", "label"],
                name="circle_theme_once",
                violation_error_message=_("Ce thème est déjà dans la grille."),
            )
        ]

    def __str__(self) -> str:
        return self.label


class StageNote(models.Model):
    """A stage a circle entered, when, who said so and why. Never edited."""

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="stage_notes")
    stage = models.CharField(max_length=16, choices=Stage.choices)
    note = models.TextField(max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-at", "-id"]

    @property
    def stage_label(self) -> str:
        return str(Stage(self.stage).label)


class OpeningRequestQuerySet(models.QuerySet["OpeningRequest"]):
    def waiting(self) -> Self:
        return self.filter(state=RequestState.ASKED)

    def visible_to(self, reader: Any) -> Self:
        """The one who asks, and the administrators it is addressed to."""
        if not reader.is_authenticated:
            return self.none()
        return self if reader.is_administrator else self.filter(person=reader)


class OpeningRequest(Referenced):
    """Somebody asks to open a circle, where the instance wants it so. ``draft`` is what the form held, kept for the opening."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="opening_requests")
    name = models.CharField(max_length=120)
    draft = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=RequestState.choices, default=RequestState.ASKED)
    reason = models.TextField(blank=True, default="", max_length=1000)
    circle = models.ForeignKey(Circle, models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = OpeningRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=RequestState.DECLINED) | ~Q(reason=""), name="opening_declined_with_a_reason"
            )
        ]

    def __str__(self) -> str:
        return self.name
