"""What a circle says of its last six months. What it says on the day it closes is a ``FinalReview``."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cercles.circles.enums import ReviewState, Stage
from cercles.circles.models.circle import Circle
from cercles.circles.rules import memory
from cercles.core import clock
from cercles.core.models import Referenced
from cercles.core.routes import address_of
from cercles.core.typography import when

LONGEST_REVIEW, LONGEST_SENTENCE = 30_000, 300


class HalfYearReviewQuerySet(models.QuerySet["HalfYearReview"]):
    def visible_to(self, reader: Any) -> Self:
        """Published: the members of the circle. In draft: those who facilitate it."""
        if not reader.is_authenticated:
            return self.none()
        inside = {row.circle_id for row in memory.current_memberships(reader)}
        read = Q(state=ReviewState.PUBLISHED, circle__in=inside)
        return self.filter(read | Q(circle__in=memory.facilitated(reader)))


class HalfYearReview(Referenced):
    """« Bilan du semestre ». Its facts are gathered by the site, its words are people's. Once published it never changes."""

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="reviews")
    state = models.CharField(max_length=10, choices=ReviewState.choices, default=ReviewState.DRAFT)
    since = models.DateField()
    until = models.DateField()
    text = models.TextField(_("le bilan"), max_length=LONGEST_REVIEW, blank=True, default="")
    # The three traits of a community of practice (Wenger, 1998): each a yes or a no, with a sentence.
    engagement = models.BooleanField(null=True)
    engagement_said = models.CharField(max_length=LONGEST_SENTENCE, blank=True, default="")
    enterprise = models.BooleanField(null=True)
    enterprise_said = models.CharField(max_length=LONGEST_SENTENCE, blank=True, default="")
    repertoire = models.BooleanField(null=True)
    repertoire_said = models.CharField(max_length=LONGEST_SENTENCE, blank=True, default="")
    # The stage that people choose to note when the review is published; nothing: the circle stays where it is.
    stage = models.CharField(max_length=16, choices=Stage.choices, blank=True, default="")
    stage_note = models.CharField(max_length=LONGEST_SENTENCE, blank=True, default="")
    # Grows at each writing: who wrote from an older one is told, and keeps what she typed.
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=clock.now)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = HalfYearReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-until", "-id"]
        verbose_name = _("bilan du semestre")
        constraints = [
            models.UniqueConstraint(fields=["circle"], condition=Q(state=ReviewState.DRAFT), name="review_one_draft"),
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="review_dates_in_order"),
            models.CheckConstraint(
                condition=Q(state=ReviewState.DRAFT, published_at__isnull=True)
                | Q(state=ReviewState.PUBLISHED, published_at__isnull=False),
                name="review_published_when",
            ),
        ]

    def __str__(self) -> str:
        """As the other reviews of its circle are told apart."""
        return _("Bilan du semestre, du %(since)s au %(until)s") % {
            "since": when(self.since),
            "until": when(self.until),
        }

    def get_absolute_url(self) -> str:
        return address_of("circles:review", self.ref)

    @property
    def is_published(self) -> bool:
        return self.state == ReviewState.PUBLISHED
