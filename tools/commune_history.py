"""What communes were called, and which are gone, since 1943: read by ``build_territories.py`` from the vintages it is given.

The vintage of 2019 alone holds ``historique-communes.json`` (Insee), the later ones say what changed since.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from cercles.core.text import search_key

PACKAGE = "node_modules/@etalab/decoupage-administratif/data"
# A name that changed before is no longer written by anybody; a commune that merged before is a place like any other.
RENAMED_SINCE, WRITTEN_SINCE = "1970", "2010"


def read(folder: Path, name: str) -> list[dict]:
    return json.loads((folder / PACKAGE / f"{name}.json").read_text())


def names(earlier: Iterable[Path]) -> Iterator[tuple[str, str, str]]:
    """Code, name and the year it ended, the oldest first; the year of a vintage is after every other."""
    ended = []
    for folder in earlier:
        if (folder / PACKAGE / "historique-communes.json").exists():
            history = read(folder, "historique-communes")
            ended += [
                (row["dateFin"], row["code"], row["nom"])
                for row in history
                if row["type"] == "COM" and "dateFin" in row
            ]
    for date, code, name in sorted(ended):
        yield code, name, date[:4]
    for folder in earlier:
        for row in read(folder, "communes"):
            if row["type"] != "arrondissement-municipal":
                yield row["code"], row["nom"], "2019"


def renamed(earlier: list[Path], everything: list[dict]) -> dict[str, list[str]]:
    """Commune code → the other names it had under the same code: « Éragny » became « Éragny-sur-Oise ».

    A name that another commune of the département bears today is its alone.
    """
    said = defaultdict(set)  # the names that rows of the same code say already
    borne = set()
    for row in everything:
        said[row["code"]].add(search_key(row["nom"]))
        borne |= {(row["code"][:2], search_key(row["nom"]))} if row["type"] == "commune-actuelle" else set()
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for code, name, year in names(earlier):
        key = search_key(name)
        if code in said and year >= RENAMED_SINCE and key not in said[code] and (code[:2], key) not in borne:
            found[code][key] = name
    return {code: sorted(held.values()) for code, held in found.items()}


def merged(earlier: list[Path], everything: list[dict], renamed: dict[str, list[str]]) -> list[dict]:
    """Communes that are gone, by their last name, with the commune that now says theirs is one of its former codes."""
    known = {row["code"] for row in everything}
    today = [row for row in everything if row["type"] == "commune-actuelle"]
    heirs = {old: row for row in today for old in row.get("anciensCodes", []) if old not in known}
    held = defaultdict(list)  # code → (year, name), the oldest first
    for code, name, year in names(earlier):
        if code in heirs:
            held[code].append((year, name))
    said = defaultdict(set)  # the names that lead to an heir already
    for row in everything:
        said[row.get("chefLieu", row["code"])].add(search_key(row["nom"]))
    for code, others in renamed.items():
        said[code] |= {search_key(name) for name in others}
    rows = []
    for code in sorted(
        held, key=lambda code: held[code][-1], reverse=True
    ):  # what is gone since least says its name first
        heir = heirs[code]
        left = [(year, name) for year, name in held[code] if search_key(name) not in said[heir["code"]]]
        if left:
            year, name = left[-1]
            said[heir["code"]].add(search_key(name))
            rows.append({"code": code, "nom": name, "heir": heir["code"], "departement": heir["departement"],
                         "region": heir["region"], "status": "merged" if year >= WRITTEN_SINCE else "earlier"})  # fmt: skip
    return rows
