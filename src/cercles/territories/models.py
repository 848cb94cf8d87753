"""The territory tree: country → région → département → commune, with intercommunalités beside."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from cercles.core.lookups import KeyField
from cercles.core.routes import address_of
from cercles.territories.enums import NameRank, TerritoryKind, TerritoryStatus


class TerritoryQuerySet(models.QuerySet["Territory"]):
    def current(self) -> Self:
        """Without former communes, which point to their heir."""
        return self.filter(status=TerritoryStatus.CURRENT)

    def communes(self) -> Self:
        """What an organisation may have its seat in."""
        return self.current().filter(kind=TerritoryKind.COMMUNE)


class Territory(models.Model):
    """A place with its official code (text: ``2A``, ``01``) and its parent. A former commune points to its heir.

    A seat is always a current commune: the arrondissements of Paris, Lyon and Marseille are children of their city and
    every search or code that meets one gives the city.
    """

    kind = models.CharField(max_length=16, choices=TerritoryKind.choices)
    code = models.CharField(max_length=10)
    status = models.CharField(max_length=12, choices=TerritoryStatus.choices, default=TerritoryStatus.CURRENT)
    name = models.CharField(max_length=120)
    search_key = KeyField(max_length=160, db_index=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    epci = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="communes")
    heir = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="former")
    departement_code = models.CharField(max_length=3, blank=True, default="", db_index=True)
    region_code = models.CharField(max_length=3, blank=True, default="", db_index=True)
    post_codes = models.CharField(max_length=400, blank=True, default="")
    old_codes = models.CharField(max_length=200, blank=True, default="")
    old_names = models.CharField(max_length=200, blank=True, default="")
    population = models.PositiveIntegerField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    # Amid its neighbours rather than at its town hall.
    is_approximate = models.BooleanField(default=False)

    objects = TerritoryQuerySet.as_manager()

    class Meta:
        ordering = ["search_key", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "code"], condition=Q(heir__isnull=True), name="territory_code_once"
            ),
            models.UniqueConstraint(
                fields=["kind", "code"], condition=Q(heir__isnull=False), name="territory_former_code_once"
            ),
            models.CheckConstraint(
                condition=Q(heir__isnull=True) | ~Q(status=TerritoryStatus.CURRENT), name="territory_heir_of_former"
            ),
        ]
        # The two constraints above index half of the places each: an address names one of either half.
        indexes = [
            models.Index(fields=["kind", "code"], name="territory_address"),
            models.Index(fields=["latitude", "longitude", "status", "code", "name"], name="territory_position"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        if self.kind == TerritoryKind.COUNTRY:
            return address_of("territories:index")
        return address_of("territories:detail", self.kind, self.code)

    @property
    def label(self) -> str:
        """The name, told apart from its homonyms: « Saint-Denis (La Réunion, 974) », « Paris ». Read with ``select_related("parent")``."""
        if self.kind == TerritoryKind.COMMUNE and self.parent is not None and self.parent.name != self.name:
            return f"{self.name} ({self.parent.name}, {self.parent.code})"
        if self.kind == TerritoryKind.DEPARTEMENT:
            return f"{self.name} ({self.code})"
        return self.name

    @property
    def other_names(self) -> list[str]:
        """Names it had under the same code."""
        return self.old_names.split("|") if self.old_names else []

    @property
    def kind_label(self) -> str:
        """« Département », « Collectivité d’outre-mer », « Commune déléguée »…"""
        if self.status != TerritoryStatus.CURRENT:
            return self.get_status_display()
        if self.kind == TerritoryKind.DEPARTEMENT and not self.region_code:
            return _("Collectivité d’outre-mer")
        return str(TerritoryKind(self.kind).label)  # Django's own way translates every kind to say one


class PlaceName(models.Model):
    """One way to begin typing a place: its name, its name from each of its words, a code, a post code, a former name.

    ``owner`` bears the name; ``place`` is what is meant: the owner itself, the heir of a former commune, the city of an arrondissement.
    """

    key = models.CharField(max_length=160)
    kind = models.CharField(max_length=16, choices=TerritoryKind.choices)
    rank = models.PositiveSmallIntegerField(choices=NameRank.choices)
    weight = models.PositiveIntegerField(default=0)
    place = models.ForeignKey(Territory, models.CASCADE, related_name="names", db_index=False)
    owner = models.ForeignKey(Territory, models.CASCADE, related_name="own_names")

    class Meta:
        indexes = [
            models.Index(
                fields=["key", "kind", "rank", "weight", "place"],
                opclasses=["varchar_pattern_ops", "varchar_ops", "int2_ops", "int4_ops", "int8_ops"],
                name="placename_prefix",
            )
        ]
