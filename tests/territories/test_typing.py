"""What people type in the box of places, over the official list: ``typed.csv`` says the first answers.

Only the lines that some of the words may meet are loaded, with what is above them: the others can be no answer.
"""

import csv
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from cercles.territories.actions import Loader, _keys
from cercles.territories.enums import TerritoryKind
from cercles.territories.queries import find_places, place_key
from cercles.territories.queries.names import typed_keys
from cercles.territories.queries.written import written_key
from tests.territories.official import LINES

TYPED = [*csv.DictReader((Path(__file__).parent / "typed.csv").read_text("utf-8").splitlines())]
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def prefixes(text: str) -> set[str]:
    """Whatever of the text a key may begin with: the whole, its numbers, and all but its last words, two words at least."""
    words = written_key(text).split() or place_key(text).split()
    heads = {" ".join(words[start:end]) for start in (0, 1) for end in range(start + 2, len(words) + 1)}
    alone = {words[0]} if len(words) == 2 and any(letter.isdigit() for letter in words[1]) else set()
    return {
        *typed_keys(text),
        *words[: len(words) == 1],
        *(word for word in words if word.isdigit() and len(word) == 5),
        *heads,
        *alone,
    } - {""}


def met() -> list[dict[str, str]]:
    begun = tuple({prefix for line in TYPED for prefix in prefixes(line["typed"])})
    kept: set[tuple[str, str, str]] = set()
    for row in LINES:
        place: Any = SimpleNamespace(**row, other_names=row["old_names"].split("|") if row["old_names"] else [])
        top = row["kind"] in ("country", "region", "departement")
        if top or any(key.startswith(begun) for key, _rank in _keys(place, own=not row["heir"])):
            kept |= {(row["kind"], row["code"], row["heir"]), ("commune", row["heir"], "")}
            kept |= {("commune", row["parent"], "")} if row["kind"] == "arrondissement" else set()
    groupings = {row["epci"] for row in LINES if (row["kind"], row["code"], row["heir"]) in kept}
    kept |= {("epci", code, "") for code in groupings}
    return [row for row in LINES if (row["kind"], row["code"], row["heir"]) in kept]


def test_the_first_answers_to_what_people_type() -> None:
    loader = Loader()
    for _step in loader.load(met()):
        pass
    wrong = []
    for line in TYPED:
        expected = line["first"].split()
        found = find_places(line["typed"], kinds=TerritoryKind.values)
        first = [f"{place.territory.kind}:{place.territory.code}" for place in found[: max(1, len(expected))]]
        if first != expected:
            wrong.append((line["typed"], expected, first))
    assert wrong == []
    assert len(TYPED) >= 75
