"""The rows of each table as cells: keys instead of ids, words instead of codes, names of files instead of files."""

import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from cercles.circles.enums import ORGANISATIONS, PEOPLE
from cercles.core.portable import Column, Kind, Seat, Table, written
from cercles.core.text import search_key
from cercles.people.enums import AccountState


def file_path(ref: str, name: str) -> str:
    """Readable, and like no other: ``fichiers/k7p3qf9m2x-convention-type.pdf``."""
    pure = PurePath(name.replace("\\", "/"))
    stem = re.sub(r"[^a-z0-9]+", "-", search_key(pure.stem)).strip("-")[:60] or "fichier"
    suffix = re.sub(r"[^a-z0-9.]", "", pure.suffix.lower())[:10]
    return f"fichiers/{ref}-{stem}{suffix}"


def named(words: str, ref: str) -> str:
    """For who reads a spreadsheet, then for what reads it back: « Réunion de rentrée [k7p3qf9m2x] »."""
    return f"{words[:100]} [{ref}]"


class Rows:
    """Reads tables one after another, and remembers what later ones point to: the place of rows without a name, who was named."""

    def __init__(self, seat: Seat, tables: list[Table]) -> None:
        self.seat, self._tables = seat, {table.name: table for table in tables}
        self._places: dict[str, dict[int, int]] = {}
        self.people: set[int] = set()
        self.organisations: set[int] = set()
        self.files: list[tuple[str, Any]] = []

    def of(self, table: Table) -> Iterator[tuple[Any, list[Any]]]:
        """Each row and its cells; one that would say nothing without a name that is gone does not leave."""
        places = self._places.setdefault(table.name, {})
        for row in self._read(table):
            cells = self._cells(table, row)
            if cells is None:
                continue
            if not table.key:
                places[row.pk] = len(places) + 1
                cells.insert(0, places[row.pk])
            yield row, cells

    def _read(self, table: Table) -> Iterator[Any]:
        yield from table.rows(self.seat).iterator(chunk_size=500)
        if table.also:
            yield from table.also(self.seat).iterator(chunk_size=500)

    def _cells(self, table: Table, row: Any) -> list[Any] | None:
        cells = []
        for column in table.columns:
            hidden = column.shown is not None and not column.shown(row, self.seat)
            cell = "" if hidden else self._cell(table, column, row)
            if cell == "" and not hidden and column.kind == Kind.ROW and not _may_lack(table, column):
                return None
            cells.append(cell)
        return cells

    def _cell(self, table: Table, column: Column, row: Any) -> Any:
        value = column.value(row, self.seat) if column.value else None
        if column.kind == Kind.ROW:
            return self.key(column.table, getattr(row, column.field))
        if column.kind == Kind.ROWS:
            keys = (self.key(column.table, one) for one in getattr(row, column.field).all())
            return " ".join(sorted((str(key) for key in keys), key=_by_number))
        if column.kind == Kind.WORD:
            return _code(column, getattr(row, column.field))
        if column.kind == Kind.WORDS:
            return " ".join(sorted(_code(column, one) for one in getattr(row, column.field).all()))
        if column.kind == Kind.FILE:
            path = file_path(row.ref, row.name)
            self.files.append((path, getattr(row, column.field).name))
            return path
        return written(table.model, column, value if column.value else getattr(row, column.field))

    def key(self, name: str, target: Any) -> Any:
        if target is None:
            return ""
        if name == PEOPLE:
            if target.state == AccountState.ERASED:
                return ""
            self.people.add(target.pk)
            return named(target.display_name, target.ref)
        if name == ORGANISATIONS:
            target = target.merged_into or target
            self.organisations.add(target.pk)
            return named(target.name, target.ref)
        if self._tables[name].key:
            return named(str(target), target.ref) if self._tables[name].sheet else target.ref
        return self._places.get(name, {}).get(target.pk, "")


def _by_number(key: str) -> tuple[int, str]:
    return (int(key), "") if key.isdigit() else (0, key)


def _code(column: Column, term: Any) -> str:
    return ":".join(str(getattr(term, name)) for name in column.code) if term else ""


def _may_lack(table: Table, column: Column) -> bool:
    return bool(table.model._meta.get_field(column.field).null)
