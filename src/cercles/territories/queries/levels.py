"""A place at each level of the tree, as codes that are compared: ``commune:69123``, ``departement:69``, ``region:84``, ``country:FR``."""

from cercles.territories.enums import TerritoryKind
from cercles.territories.models import Territory


def levels(place: Territory | None) -> list[str]:
    """From the place itself up to the country, its intercommunalité included. Read with ``select_related("epci")``."""
    if place is None:
        return []
    found = [f"{place.kind}:{place.code}"]
    if place.epci is not None:
        found.append(f"{TerritoryKind.EPCI}:{place.epci.code}")
    if place.departement_code:
        found.append(f"{TerritoryKind.DEPARTEMENT}:{place.departement_code}")
    if place.region_code:
        found.append(f"{TerritoryKind.REGION}:{place.region_code}")
    return [*dict.fromkeys(found), f"{TerritoryKind.COUNTRY}:FR"]


def areas(place: Territory | None) -> list[str]:
    """The level that lists count, if there is one: the département of a place that stands in the tree, or its région; counts of a
    région add those of its départements up."""
    if place is None or place.parent_id is None:
        return []
    counted = (f"{TerritoryKind.DEPARTEMENT}:", f"{TerritoryKind.REGION}:")
    return [level for level in levels(place) if level.startswith(counted)][:1]
