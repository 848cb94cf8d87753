"""Pairs of pages that may be one organisation: proposed with their reasons, settled by somebody, never by a likeness."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from cercles.core import clock
from cercles.core.models import Referenced
from cercles.organisations.enums import OPEN_PAIRS, PAIRS_WITH_A_REASON, Fact, PairState
from cercles.organisations.models.organisation import Organisation


class DuplicateSearch(models.Model):
    """One search of the whole directory: what it read, what it proposed, which groups were too large to tell anything."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    read = models.PositiveIntegerField(default=0)
    proposed = models.PositiveIntegerField(default=0)
    too_many = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-pk"]


class DuplicatePairQuerySet(models.QuerySet["DuplicatePair"]):
    def open(self) -> Self:
        return self.filter(state__in=OPEN_PAIRS)

    def visible_to(self, reader: Any) -> Self:
        """To administrators, of pages that they may see as anybody may."""
        if not (reader.is_authenticated and reader.is_administrator):
            return self.none()
        pages = Organisation.objects.visible_to(reader).order_by()
        both = (Exists(pages.filter(pk=OuterRef(side))) for side in ("first", "second"))
        return self.filter(*both)


class DuplicatePair(Referenced):
    """``first`` has the smaller id. ``facts`` are names of ``Fact``; a decision is kept, so that the pair is not proposed again."""

    first = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    second = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    facts = models.JSONField(default=list)
    main = models.CharField(max_length=8, choices=Fact.choices, default=Fact.PERSON)
    state = models.CharField(max_length=8, choices=PairState.choices, default=PairState.PROPOSED)
    reason = models.CharField(max_length=500, blank=True, default="")
    found_by = models.ForeignKey(DuplicateSearch, models.SET_NULL, null=True, related_name="+")
    proposed_at = models.DateTimeField(default=clock.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = DuplicatePairQuerySet.as_manager()

    class Meta:
        ordering = ["main", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="duplicate_pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="duplicate_pair_in_order"),
            models.CheckConstraint(
                condition=~Q(state__in=PAIRS_WITH_A_REASON) | ~Q(reason=""), name="duplicate_settled_with_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["state", "main", "id"], name="duplicate_to_settle")]

    def __str__(self) -> str:
        return f"{self.first} · {self.second}"

    def get_absolute_url(self) -> str:
        return reverse("organisations:duplicate", kwargs={"ref": self.ref})

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_PAIRS

    @property
    def reasons(self) -> list[str]:
        """The facts in words."""
        return [str(Fact(fact).label) for fact in self.facts]
