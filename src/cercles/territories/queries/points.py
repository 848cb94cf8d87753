"""The communes of one département as points over its shape, the more is counted there the larger."""

import json
from bisect import bisect_left
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from django.db.models import QuerySet

from cercles.core.prepared import prepared
from cercles.search.queries.folder import once_a_commit
from cercles.territories.enums import TerritoryKind
from cercles.territories.models import Territory
from cercles.territories.queries.map import Class, classes

MOST = 250  # points of one drawing; the list says all
_Centre = tuple[str, str, float | None, float | None]  # code, name, latitude, longitude
RADII = (0, 4, 7, 11, 16)  # by class, in units of the drawing


@dataclass(frozen=True)
class Shape:
    """A frame and the line around a département. ``across`` and ``down``: units a degree of longitude, of latitude."""

    width: int
    height: int
    west: float
    north: float
    across: float
    down: float
    path: str

    def at(self, latitude: float, longitude: float) -> tuple[int, int]:
        return round((longitude - self.west) * self.across), round((self.north - latitude) * self.down)


class Dot(NamedTuple):
    x: int
    y: int
    level: int
    code: str
    name: str
    number: int


@dataclass(frozen=True, eq=False)
class Points:
    """``dots``: the largest first, so that none hides a smaller one. ``left``: communes that have something and are not drawn."""

    shape: Shape
    dots: tuple[Dot, ...]
    legend: tuple[Class, ...]
    left: int


@cache
def _shapes() -> Mapping[str, Shape]:
    held = json.loads((files("cercles.territories") / "data" / "outlines.json").read_text("utf-8"))
    return {code: Shape(**values) for code, values in held.items()}


def points_of(place: Territory, numbers: Mapping[str, int]) -> Points | None:
    """``numbers``: how many by code of commune. None where no shape is known, or nothing is counted. One query at most; the same object as
    long as it would say the same."""
    if place.kind != TerritoryKind.DEPARTEMENT or place.code not in _shapes():
        return None
    most = _most(frozenset(numbers.items()))
    codes = [code for _number, code in most[:MOST]]
    if not most:
        return None
    return once_a_commit(("points", place.pk, most), lambda: _points(place.code, most, tuple(_centres(codes))))


@lru_cache(maxsize=64)
def _most(numbers: frozenset[tuple[str, int]]) -> tuple[tuple[int, str], ...]:
    return tuple(sorted(((number, code) for code, number in numbers if number), key=lambda one: (-one[0], one[1])))


@lru_cache(maxsize=64)
def _points(departement: str, most: tuple[tuple[int, str], ...], centres: tuple[_Centre, ...]) -> Points:
    """Most communes have one or two and a few have hundreds: classes are cut between different numbers, each counted once."""
    shape, numbers = _shapes()[departement], {code: number for number, code in most}
    legend = classes({str(number): number for number in numbers.values()})
    tops = [one.most for one in legend]
    dots = [
        Dot(*shape.at(north, east), bisect_left(tops, numbers[code]) + 1, code, name, numbers[code])
        for code, name, north, east in centres
        if north is not None and east is not None
    ]
    dots.sort(key=lambda dot: (-dot.number, dot.code))
    return Points(shape, tuple(dots), legend, len(most) - len(dots))


@prepared
def _centres(codes: Collection[str]) -> QuerySet[Territory, _Centre]:
    found = Territory.objects.filter(kind=TerritoryKind.COMMUNE, code__in=codes, heir__isnull=True).order_by()
    return found.values_list("code", "name", "latitude", "longitude")
