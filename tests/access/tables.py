"""Reading the tables, and comparing them with the code."""

import csv
import importlib
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from tests.access import RULES, STAGES
from tests.cast import PERSONS, Cast

HERE = Path(__file__).parent
NOT_ROOMS = {"links", "posts", "rights", "urls"}


class Scene(NamedTuple):
    room: str
    kind: str
    visibility: str
    state: str


class Right(NamedTuple):
    predicate: str
    kind: str
    visibility: str
    state: str
    holders: tuple[str, ...]


@cache
def load() -> None:
    """Import every builder file."""
    for path in sorted(HERE.glob("*.py")):
        if path.stem not in ("__init__", "tables"):
            importlib.import_module(f"tests.access.{path.stem}")


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if any(row.values())]


@cache
def scenes() -> dict[Scene, dict[str, tuple[bool, bool]]]:
    """For each scene, what each person of the cast may see and edit."""
    found: dict[Scene, dict[str, tuple[bool, bool]]] = defaultdict(dict)
    for path in sorted(HERE.glob("*.csv")):
        if path.stem in NOT_ROOMS:
            continue
        for row in _rows(path):
            scene = Scene(path.stem, row["object"], row["visibility"], row["state"])
            assert row["person"] not in found[scene], f"{scene} says {row['person']} twice"
            found[scene][row["person"]] = (_yes(row["see"]), _yes(row["edit"]))
    return dict(found)


@cache
def rights() -> list[Right]:
    return [
        Right(
            row["predicate"],
            row["object"],
            row["visibility"],
            row["state"],
            tuple(person for person in PERSONS if _yes(row[person])),
        )
        for row in _rows(HERE / "rights.csv")
    ]


@cache
def url_rows() -> dict[str, dict[str, int]]:
    """What each address answers to whoever looks."""
    return _statuses("urls.csv")


@cache
def post_rows() -> dict[str, dict[str, int]]:
    """What an address that only takes POST answers to whoever acts, with an empty form."""
    return _statuses("posts.csv")


def _statuses(file: str) -> dict[str, dict[str, int]]:
    rows: dict[str, dict[str, int]] = {}
    for row in _rows(HERE / file):
        assert row["name"] not in rows, f"{row['name']} stands twice in {file}"
        rows[row["name"]] = {person: int(row[person]) for person in PERSONS}
    return rows


def _yes(word: str) -> bool:
    assert word in ("yes", "no"), f"« {word} » is neither yes nor no"
    return word == "yes"


def differences(scene: Scene, expected: dict[str, tuple[bool, bool]], cast: Cast) -> list[str]:
    """Where the table, the rule and the queryset do not say the same."""
    model, can_see, can_edit = RULES[scene.kind]
    obj = STAGES[scene.kind](cast, scene.visibility, scene.state)
    wrong = []
    for name, (see, edit) in expected.items():
        again = model._default_manager.get(pk=obj.pk)
        said = {
            "the rule": bool(can_see(cast.person(name), again)) is see,
            "visible_to": model.objects.visible_to(cast.person(name)).filter(pk=obj.pk).exists() is see,
            "the right to edit": bool(can_edit(cast.person(name), again)) is edit,
        }
        wrong += [
            f"{'/'.join(scene)}: {name}: {what} differs from the table" for what, same in said.items() if not same
        ]
    return wrong


def right_differences(right: Right, predicate: Any, cast: Cast) -> list[str]:
    """Where a named right differs from ``rights.csv``; a right without object has ``-`` as its kind."""
    wrong = []
    obj = STAGES[right.kind](cast, right.visibility, right.state) if right.kind != "-" else None
    for name in PERSONS:
        about = () if obj is None else (type(obj)._default_manager.get(pk=obj.pk),)
        if bool(predicate(cast.person(name), *about)) is not (name in right.holders):
            wrong.append(f"{right.predicate} on {right.kind}/{right.visibility}/{right.state}: {name}")
    return wrong
