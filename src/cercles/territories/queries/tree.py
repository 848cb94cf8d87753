"""Walking the tree: what is above a place, and what is in it."""

from django.db.models import QuerySet

from cercles.territories.enums import TerritoryKind
from cercles.territories.models import Territory, TerritoryQuerySet


def place_at(kind: str, code: str) -> Territory | None:
    """The place of this kind and code; the one of today before a former one of the same code."""
    found = Territory.objects.filter(kind=kind, code=code.upper()).select_related(
        "parent__parent__parent", "epci", "heir"
    )
    return min(found, key=lambda place: place.heir_id is not None, default=None)


def above(place: Territory) -> list[Territory]:
    """From the country down to the parent."""
    found: list[Territory] = []
    while place.parent is not None:
        place = place.parent
        found.insert(0, place)
    return found


def inside(place: Territory) -> TerritoryQuerySet:
    """The places just below: régions, départements, or communes."""
    if place.kind == TerritoryKind.EPCI:
        return Territory.objects.communes().filter(epci=place)
    if place.kind == TerritoryKind.DEPARTEMENT:
        return Territory.objects.communes().filter(departement_code=place.code)
    return Territory.objects.current().filter(parent=place)


def groupings(place: Territory) -> QuerySet[Territory]:
    """Intercommunalités that live mostly in this département."""
    return Territory.objects.current().filter(kind=TerritoryKind.EPCI, parent=place)
