"""Dated vocabularies: what an object may be tagged with, and when each word was in use."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from cercles.core import clock
from cercles.references.enums import Vocabulary


class TermQuerySet(models.QuerySet["Term"]):
    def of(self, vocabulary: str) -> Self:
        return self.filter(vocabulary=vocabulary)

    def in_use(self, day: date | None = None) -> Self:
        """Terms that may be chosen on ``day`` (today by default)."""
        day = day or clock.today()
        return self.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=day)).filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=day)
        )


class Term(models.Model):
    """One word of a vocabulary: a stable code, a label, the source that defines it and the days it was in use."""

    vocabulary = models.CharField(max_length=24, choices=Vocabulary.choices)
    code = models.CharField(max_length=40)
    label = models.CharField(max_length=160)
    definition = models.TextField(blank=True, default="")
    source = models.CharField(max_length=300, blank=True, default="")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    position = models.PositiveSmallIntegerField(default=0)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    objects = TermQuerySet.as_manager()

    class Meta:
        ordering = ["vocabulary", "position", "code"]
        constraints = [
            models.UniqueConstraint(fields=["vocabulary", "code"], name="term_code_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gte=models.F("valid_from")),
                name="term_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.label
