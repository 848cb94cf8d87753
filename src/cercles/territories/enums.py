"""Kinds of territories of the Code officiel géographique (Insee)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TerritoryKind(models.TextChoices):
    COUNTRY = "country", _("Pays")
    REGION = "region", _("Région")
    DEPARTEMENT = "departement", _("Département")
    EPCI = "epci", _("Intercommunalité")
    COMMUNE = "commune", _("Commune")
    ARRONDISSEMENT = "arrondissement", _("Arrondissement municipal")


class TerritoryStatus(models.TextChoices):
    """What a commune has become. All but the first have an heir."""

    CURRENT = "current", _("Commune actuelle")
    DELEGATED = "delegated", _("Commune déléguée")
    ASSOCIATED = "associated", _("Commune associée")
    MERGED = "merged", _("Ancienne commune")
    EARLIER = "earlier", _("Commune réunie avant 2010")
    GONE = "gone", _("N’est plus dans la liste officielle")


class NameRank(models.IntegerChoices):
    """What a search key is to its place, the most telling first: up to ``OLD_NAME``, typed in full it means the place."""

    WHOLE = 0
    NO_ARTICLE = 1
    POST_CODE = 2
    OLD_NAME = 3
    WORD = 4
    CODE = 5
    OLD_CODE = 6
    EARLIER_NAME = 7
