"""« Près de Montargis »: the communes around one, by the distance between their town halls as the crow flies."""

from math import asin, cos, degrees, radians, sin, sqrt
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cercles.core.prepared import prepared
from cercles.territories.enums import TerritoryStatus
from cercles.territories.models import Territory

MOST_KM = 100
_RADIUS = 6371.0  # of the Earth, kilometres
_DEGREE, _HALF = radians(1), radians(0.5)


class Near(NamedTuple):
    """A commune and how far it is, in kilometres."""

    pk: int
    code: str
    name: str
    km: float


def communes_near(code: str, km: float) -> list[Near]:
    """The current communes at most ``km`` (100 at most) from that of this INSEE code, itself first, then the nearest.

    One whose place is not known is alone; a code that is no commune's gives nothing.
    """
    met = _centre(code.upper())
    if not met:
        return []
    pk, name, latitude, longitude = met[0]
    if latitude is None or longitude is None:
        return [Near(pk, code.upper(), name, 0.0)]
    km = min(km, MOST_KM)
    high, wide = degrees(km / _RADIUS), degrees(asin(sin(km / _RADIUS) / cos(radians(latitude))))
    box = _within(latitude - high, latitude + high, longitude - wide, longitude + wide)
    inside, most = [], sin(km / _RADIUS / 2) ** 2
    across = cos(radians(latitude))
    for near, its_code, its_name, north, east, status in box:
        # As in ``kilometres``, up to the last step: what is too far needs no distance.
        half = (
            sin((north - latitude) * _HALF) ** 2 + across * cos(north * _DEGREE) * sin((east - longitude) * _HALF) ** 2
        )
        if half <= most and status == TerritoryStatus.CURRENT and near != pk:
            inside.append((half, its_code, near, its_name))
    inside.sort()
    around = [
        Near(near, its_code, its_name, 2 * _RADIUS * asin(sqrt(half))) for half, its_code, near, its_name in inside
    ]
    return [Near(pk, code.upper(), name, 0.0), *around]


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Along the great circle, between two (latitude, longitude) in degrees."""
    north, east, north_2, east_2 = map(radians, (*one, *other))
    half = sin((north_2 - north) / 2) ** 2 + cos(north) * cos(north_2) * sin((east_2 - east) / 2) ** 2
    return 2 * _RADIUS * asin(sqrt(half))


def kilometres_told(km: float) -> str:
    """« 12 km », on one line; at least one."""
    return _("%(km)d\u00a0km") % {"km": max(1, round(km))}


@prepared
def _centre(code: str) -> QuerySet[Territory, tuple[int, str, float | None, float | None]]:
    return Territory.objects.communes().filter(code=code).order_by().values_list("pk", "name", "latitude", "longitude")


@prepared
def _within(south: float, north: float, west: float, east: float) -> QuerySet[Territory, Any]:
    """Only communes have a centre. Kind and state are not asked for: the database would rather read all the communes by them. What is
    read stands in the index ``territory_position``, whole."""
    found = Territory.objects.filter(latitude__range=(south, north), longitude__range=(west, east)).order_by()
    return found.values_list("pk", "code", "name", "latitude", "longitude", "status")
