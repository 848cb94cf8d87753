"""The territory tree: country → région → département → commune, with intercommunalités beside."""

from django.db import models
from django.db.models import Q

from cercles.territories.enums import TerritoryKind


class TerritoryQuerySet(models.QuerySet["Territory"]):
    def current(self) -> "TerritoryQuerySet":
        """Without former communes, which point to their heir."""
        return self.filter(heir__isnull=True)


class Territory(models.Model):
    """A place with its official code (text: ``2A``, ``01``) and its parent. A former commune points to its heir."""

    kind = models.CharField(max_length=12, choices=TerritoryKind.choices)
    code = models.CharField(max_length=10)
    name = models.CharField(max_length=120)
    search_key = models.CharField(max_length=160, db_index=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    epci = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="communes")
    heir = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="former")
    post_codes = models.CharField(max_length=400, blank=True, default="")
    population = models.PositiveIntegerField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)

    objects = TerritoryQuerySet.as_manager()

    class Meta:
        ordering = ["search_key", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "code"], condition=Q(heir__isnull=True), name="territory_code_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name
