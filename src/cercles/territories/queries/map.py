"""The map of départements: shapes, numbers, classes. Its table says the same."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from cercles.core import slots
from cercles.core.text import search_key
from cercles.territories.enums import TerritoryKind
from cercles.territories.models import Territory

CLASSES = 4
# Too small to be read or reached at the scale of the country: drawn again, larger.
AROUND_PARIS = ("75", "92", "93", "94")


@dataclass(frozen=True)
class Area:
    """A département: where it leads, what is counted in it, its class (0 for nothing) and whether the map draws it (not overseas)."""

    code: str
    name: str
    region: str
    region_url: str
    url: str
    number: int
    level: int
    is_drawn: bool


@dataclass(frozen=True)
class Class:
    """A line of the legend: from ``least`` to ``most``."""

    level: int
    least: int
    most: int


@dataclass(frozen=True)
class France:
    areas: tuple[Area, ...]
    legend: tuple[Class, ...]
    width: int
    height: int
    total: int

    @property
    def regions(self) -> list[tuple[str, str, list[Area]]]:
        """Name and address of each région with its départements; the collectivities come last, under no name."""
        names = sorted({area.region for area in self.areas}, key=lambda name: (not name, search_key(name)))
        held = {name: [area for area in self.areas if area.region == name] for name in names}
        return [(name, areas[0].region_url, areas) for name, areas in held.items()]

    @property
    def mainland(self) -> list[Area]:
        return [area for area in self.areas if area.is_drawn]

    @property
    def around_paris(self) -> list[Area]:
        return [area for area in self.areas if area.code in AROUND_PARIS]

    @property
    def overseas(self) -> list[Area]:
        return [area for area in self.areas if not area.is_drawn]


@cache
def _frame() -> Mapping[str, Any]:
    return json.loads((files("cercles.territories") / "data" / "map.json").read_text("utf-8"))


def classes(numbers: Mapping[str, int]) -> tuple[Class, ...]:
    """Four classes with about as many départements each, cut between different numbers; fewer when there is little to tell apart."""
    held = sorted(number for number in numbers.values() if number > 0)
    tops = sorted({held[(len(held) - 1) * step // CLASSES] for step in range(1, CLASSES + 1)}) if held else []
    bottoms = [held[0] if held else 0, *(top + 1 for top in tops)]
    return tuple(Class(level, bottoms[level - 1], top) for level, top in enumerate(tops, 1))


def _region(place: Territory) -> tuple[str, str]:
    """Name and address of a département's région; a collectivity has none."""
    return (place.parent.name, place.parent.get_absolute_url()) if place.region_code and place.parent else ("", "")


def counts_for(reader: Any) -> dict[str, int]:
    """Département code → how many things the upper rooms count there for this reader."""
    return {code: number for count in slots.providers("territory.counts") for code, number in count(reader).items()}


def france(reader: Any) -> France:
    """All the départements, in one query beside those of the slot."""
    counts, frame = counts_for(reader), _frame()
    legend = classes(counts)
    found = Territory.objects.current().filter(kind=TerritoryKind.DEPARTEMENT).select_related("parent").order_by("code")
    areas = tuple(
        Area(
            place.code, place.name, *_region(place),
            place.get_absolute_url(), counts.get(place.code, 0),
            next((one.level for one in legend if one.least <= counts.get(place.code, 0) <= one.most), 0),
            place.code in frame["codes"],
        )
        for place in found
    )  # fmt: skip
    return France(areas, legend, frame["width"], frame["height"], sum(counts.values()))
