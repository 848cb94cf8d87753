"""The official list as the resolver reads it, without a database: what a load would write, in two seconds instead of a minute."""

from functools import cache
from types import SimpleNamespace
from typing import Any

from cercles.territories.actions import _keys
from cercles.territories.enums import NameRank
from cercles.territories.management.commands.load_territories import FILE, _rows
from cercles.territories.queries import PlaceResolver, place_key

LINES = [*_rows(FILE)]


@cache
def official() -> PlaceResolver:
    """All the communes; the id of each is the number of its line in ``LINES``."""
    current = {row["code"]: pk for pk, row in enumerate(LINES) if row["kind"] == "commune" and not row["heir"]}
    names: list[tuple[str, int, int, str]] = []
    for pk, row in enumerate(LINES):
        if row["kind"] in ("commune", "arrondissement"):
            meant = current[row["heir"] or (row["code"] if row["kind"] == "commune" else row["parent"])]
            place: Any = SimpleNamespace(**row, other_names=row["old_names"].split("|") if row["old_names"] else [])
            names += [
                (key, rank, meant, row["departement"])
                for key, rank in _keys(place, own=meant == pk)
                if rank not in (NameRank.NO_ARTICLE, NameRank.WORD)
            ]
    return PlaceResolver(
        names, [(place_key(row["name"]), row["code"]) for row in LINES if row["kind"] == "departement"]
    )
