"""What a room says of its tables so that they leave as files and come back: one declaration for both ways.

``Table.rows`` reads what somebody who holds a ``Seat`` may read; a ``Column`` says what each cell holds, and so how it is read back.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from django.db import models


class Kind(StrEnum):
    """What a cell holds. ``ROW``: the key of a line of another table; ``ROWS``: several; ``WORD``, ``WORDS``: official
    codes. ``CHOICE``: in words, as the pages say it."""

    TEXT = "text"
    CHOICE = "choice"
    NUMBER = "number"
    YES = "yes"
    DAY = "day"
    MOMENT = "moment"
    JSON = "json"
    FILE = "file"
    ROW = "row"
    ROWS = "rows"
    WORD = "word"
    WORDS = "words"


@dataclass(frozen=True, kw_only=True)
class Seat:
    """From where one reads: facilitating or not; ``person`` is None for who runs the server."""

    circle: Any
    facilitates: bool
    person: Any = None

    def is_hers(self, person_id: int | None) -> bool:
        return self.person is not None and self.person.pk == person_id


@dataclass(frozen=True)
class Column:
    """``table``: the name of the table a ``ROW`` points into. ``code``: the columns that name a ``WORD``. ``late``: written once
    every table is there. ``shown``: whether this cell is for who reads; ``value``: what it says, when that is not the column."""

    name: str
    field: str
    kind: Kind = Kind.TEXT
    table: str = ""
    code: tuple[str, ...] = ()
    late: bool = False
    shown: Callable[[Any, Seat], bool] | None = None
    value: Callable[[Any, Seat], Any] | None = None


@dataclass(frozen=True)
class Part:
    """A heading and what stands below it. ``plain``: typed in a mail program. ``files``: ``(field file, name)``."""

    heading: str
    text: str = ""
    plain: bool = False
    files: tuple[tuple[Any, str], ...] = ()


@dataclass(frozen=True)
class Sheet:
    """A page of an object."""

    title: str
    facts: list[tuple[str, str]]
    parts: Iterable[Part]


Facts = dict[str, Any]


def _nothing(_rows: list[Any], _circle: Any) -> None:
    return None


@dataclass(frozen=True, kw_only=True)
class Table:
    """``rows`` in the order they were written, so that they come back in that order. ``key``: the column that names a row, or
    nothing: then it is its place, from 1. ``ready`` completes what a file says before it is written, or gives None when it does not
    enter here; ``born`` completes the rows once they have their ids."""

    name: str
    title: Any
    model: type[models.Model]
    rows: Callable[[Seat], models.QuerySet[Any]]
    columns: tuple[Column, ...]
    key: str = ""
    sheet: Callable[[Any, Seat], Sheet] | None = None
    ready: Callable[[Facts, Any], Facts | None] = lambda facts, _circle: facts
    born: Callable[[list[Any], Any], None] = _nothing
    findable: bool = False
    arrives: type[models.Model] | None = None  # as what its rows come back, when that is not what they were
    also: Callable[[Seat], models.QuerySet[Any]] | None = None  # those rows, told with the others
    aside: bool = False  # told in the pages of another table
    unnamed: Callable[[Any], bool] | None = None  # nobody is named beside this row, not even who drew a link to it
    in_circle: str = "circle"  # the column that says which circle; empty when another row says it

    @property
    def headings(self) -> list[str]:
        """The first says the place of a row that bears no name of its own."""
        return [*([] if self.key else ["n°"]), *(column.name for column in self.columns)]

    @property
    def label(self) -> str:
        """As the thread of the house names its ends."""
        return str(self.model._meta.label_lower)


def key_of(cell: str) -> str:
    """The key at the end of a cell that says it in words too: « Réunion de rentrée [k7p3qf9m2x] »."""
    return cell.rpartition("[")[2][:-1] if cell.endswith("]") else cell


def labels(model: type[models.Model], column: Column) -> dict[str, str]:
    """Of a ``CHOICE``: value → words."""
    return {str(value): str(words) for value, words in model._meta.get_field(column.field).flatchoices}  # type: ignore[union-attr]


def written(model: type[models.Model], column: Column, value: Any) -> Any:
    """A value as a cell takes it: text that reads back exact. Moments are kept whole, in universal time."""
    if value is None:
        return ""
    if column.kind == Kind.CHOICE:
        return labels(model, column).get(str(value), str(value))
    if column.kind == Kind.MOMENT:
        return value.astimezone(UTC).isoformat()
    if column.kind == Kind.JSON:
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return value


def read(model: type[models.Model], column: Column, cell: str) -> Any:
    """The inverse of ``written`` for what stands in the cell itself; keys and codes are looked up by who reads the table."""
    if column.kind in (Kind.TEXT, Kind.FILE, Kind.ROW, Kind.ROWS, Kind.WORD, Kind.WORDS):
        return cell
    if column.kind == Kind.CHOICE:
        said = {words: value for value, words in labels(model, column).items()}
        return said.get(cell, cell)
    if cell == "":
        return None
    if column.kind == Kind.NUMBER:
        return int(cell)
    if column.kind == Kind.YES:
        return {"oui": True, "non": False}[cell]
    if column.kind == Kind.DAY:
        return datetime.strptime(cell, "%d/%m/%Y").date() if "/" in cell else date.fromisoformat(cell)
    return datetime.fromisoformat(cell) if column.kind == Kind.MOMENT else json.loads(cell)
