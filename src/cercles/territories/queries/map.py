"""The map of départements: shapes, numbers, classes. The table of régions says the same."""

import json
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from django.db.models import QuerySet

from cercles.core import slots
from cercles.core.prepared import prepared
from cercles.core.routes import address_of
from cercles.core.text import search_key
from cercles.territories.enums import TerritoryKind
from cercles.territories.models import Territory

CLASSES = 4
# Too small to be read or reached at the scale of the country: led to from a second drawing, larger.
AROUND_PARIS = ("75", "92", "93", "94")


@dataclass(frozen=True)
class Area:
    """A département: what is counted in it (None where nothing is, anywhere) and its class (0 for nothing)."""

    code: str
    name: str
    url: str
    number: int | None
    level: int


@dataclass(frozen=True)
class Class:
    """A line of the legend: from ``least`` to ``most``."""

    level: int
    least: int
    most: int


@dataclass(frozen=True)
class Region:
    """Its départements, in the order of their codes; the collectivities are under no name."""

    name: str
    url: str
    areas: list[Area]

    @property
    def number(self) -> int:
        return sum(area.number or 0 for area in self.areas)

    @property
    def tiles(self) -> list[dict[str, Any]]:
        return [vars(area) for area in self.areas]


@dataclass(frozen=True)
class France:
    """``held``: each département with the code and the name of its région. ``nowhere``: what is counted and has no place."""

    held: list[tuple[Area, str, str]]
    legend: tuple[Class, ...]
    width: int
    height: int
    nowhere: int = 0

    @property
    def regions(self) -> list[Region]:
        """By name, the collectivities last."""
        found: dict[tuple[str, str], Region] = {}
        for area, code, name in self.held:
            url = address_of("territories:detail", TerritoryKind.REGION.value, code) if code else ""
            found.setdefault((code, name), Region(name, url, [])).areas.append(area)
        return sorted(found.values(), key=lambda region: (not region.name, search_key(region.name)))

    @property
    def mainland(self) -> list[dict[str, Any]]:
        """What the map draws, as plain values."""
        drawn = _frame()["codes"]
        return [{**vars(area), "linked": area.code not in AROUND_PARIS} for area, *_ in self.held if area.code in drawn]

    @property
    def around_paris(self) -> list[dict[str, Any]]:
        return [{**vars(area), "linked": True} for area, *_ in self.held if area.code in AROUND_PARIS]

    @property
    def overseas(self) -> list[dict[str, Any]]:
        return [vars(area) for area, *_ in self.held if area.code not in _frame()["codes"]]


@cache
def _frame() -> Mapping[str, Any]:
    return json.loads((files("cercles.territories") / "data" / "map.json").read_text("utf-8"))


def classes(numbers: Mapping[str, int]) -> tuple[Class, ...]:
    """Four classes with about as many départements each, cut between different numbers; fewer when there is little to tell apart."""
    held = sorted(number for number in numbers.values() if number > 0)
    tops = sorted({held[(len(held) - 1) * step // CLASSES] for step in range(1, CLASSES + 1)}) if held else []
    bottoms = [held[0] if held else 0, *(top + 1 for top in tops)]
    return tuple(Class(level, bottoms[level - 1], top) for level, top in enumerate(tops, 1))


def counts_for(reader: Any, place: Territory | None = None) -> dict[str, int]:
    """How many things the upper rooms count for this reader: by département, under "" those that have no place; or inside a place, by
    the code of its départements (of a région) or of its communes."""
    return {
        code: number for count in slots.providers("territory.counts") for code, number in count(reader, place).items()
    }


@prepared
def _departements() -> QuerySet[Territory, tuple[str, str, str, str | None]]:
    """Code, name, code and name of the région. A collectivity is in none."""
    found = Territory.objects.current().filter(kind=TerritoryKind.DEPARTEMENT).order_by("code")
    return found.values_list("code", "name", "region_code", "parent__name")


def france(reader: Any) -> France:
    """All the départements, in one query beside those of the slot."""
    counts = counts_for(reader)
    nowhere = counts.pop("", 0)
    legend = classes(counts)
    tops = [one.most for one in legend]
    held = []
    for code, name, region_code, above in _departements():
        number = counts.get(code, 0) if legend else None
        level = bisect_left(tops, number) + 1 if number else 0
        url = address_of("territories:detail", TerritoryKind.DEPARTEMENT.value, code)
        held.append((Area(code, name, url, number, level), region_code, above if region_code and above else ""))
    return France(held, legend, _frame()["width"], _frame()["height"], nowhere)
