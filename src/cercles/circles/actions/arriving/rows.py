"""A handful of rows, from cells to the database, in one short transaction with the place reached in the folder."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F

from cercles.circles.actions.arriving.folder import Incoming
from cercles.circles.models import Arrival, ArrivedRow, Circle
from cercles.core.enums import Visibility
from cercles.core.models import is_ref, new_ref
from cercles.core.portable import Column, Facts, Kind, Table, key_of, read
from cercles.search import actions as search

Line = dict[str, str]
Found = dict[str, dict[str, int]]  # by table, by key
_POINTING, _NAMING = (Kind.ROW, Kind.ROWS), (Kind.WORD, Kind.WORDS)


def key_of_line(line: Line) -> str:
    """A row is named by its first cell."""
    return next(iter(line.values()))


class Reading:
    """What a batch of one table needs: its own rows, and what the keys and codes they bear mean here."""

    def __init__(self, arrival: Arrival, incoming: Incoming, table: Table, lines: list[Line]) -> None:
        self.arrival, self.incoming, self.table, self.lines = arrival, incoming, table, lines
        # A folder of an earlier version lacks some; what a row cannot stand without is missed in each.
        self.columns = [column for column in table.columns if lines and column.name in lines[0]]
        self.stands = all(_may_lack(table, column) for column in set(table.columns) - set(self.columns))
        self.found = self._pointed()
        self.words = self._named()
        self.circle: Any = arrival.circle

    def _columns(self, kinds: Iterable[Kind]) -> list[Column]:
        return [column for column in self.columns if column.kind in kinds]

    def _pointed(self) -> Found:
        wanted: dict[str, set[str]] = defaultdict(set)
        for column in self._columns(_POINTING):
            for line in self.lines:
                cell = line[column.name]
                wanted[column.table].update(cell.split() if column.kind == Kind.ROWS else [key_of(cell)])
        return {name: arrived(self.arrival, name, keys) for name, keys in wanted.items()}

    def _named(self) -> dict[tuple[str, str], int]:
        """Official codes that both instances know; one that this one lacks is left empty."""
        found = {}
        for column in self._columns(_NAMING):
            model = self.table.model._meta.get_field(column.field).related_model
            for code in {code for line in self.lines for code in line[column.name].split()}:
                values = dict(zip(column.code, code.split(":", 1), strict=True))
                rows = model._default_manager.filter(**values)  # type: ignore[union-attr]
                if any(field.name == "heir" for field in model._meta.get_fields()):  # type: ignore[union-attr]
                    rows = rows.filter(heir__isnull=True)
                pk = rows.values_list("pk", flat=True).first()
                if pk is not None:
                    found[column.name, code] = pk
        return found

    def facts(self, line: Line) -> Facts | None:
        """The columns of one row; None when it cannot stand here without what it points to."""
        if not self.stands:
            return None
        facts: Facts = {}
        for column in self.columns:
            if column.late or column.kind in (Kind.ROWS, Kind.WORDS):
                continue
            field: Any = self.table.model._meta.get_field(column.field)
            cell = line[column.name]
            if column.kind == Kind.ROW:
                value: Any = self.found[column.table].get(key_of(cell))
            elif column.kind == Kind.WORD:
                value = self.words.get((column.name, cell))
            else:
                value = read(self.table.model, column, cell)
            if value is None and column.kind in _POINTING and not field.null:
                return None
            if value is None and not field.null:  # an empty cell of a column that always says something
                continue
            facts[field.attname] = self._narrowed(value) if column.field == "visibility" else value
        if self.table.in_circle:
            facts[f"{self.table.in_circle}_id"] = self.circle.pk
        return self.table.ready(facts, self.circle)

    def _narrowed(self, visibility: str) -> str:
        """The accounts of another network are other people."""
        if visibility == Visibility.NETWORK and not self.arrival.same_network:
            return str(Visibility.CIRCLE)
        return visibility

    def several(self, line: Line) -> dict[str, list[int]]:
        """Of columns that hold several: the ids here."""
        held = {}
        for column in self._columns((Kind.ROWS, Kind.WORDS)):
            codes = line[column.name].split()
            known = self.found.get(column.table, {}) if column.kind == Kind.ROWS else {}
            ids = [known.get(code) if known else self.words.get((column.name, code)) for code in codes]
            held[column.field] = [pk for pk in ids if pk is not None]
        return held


def _may_lack(table: Table, column: Column) -> bool:
    field: Any = table.model._meta.get_field(column.field)
    return column.kind != Kind.FILE and (field.null or field.has_default() or field.empty_strings_allowed)


def arrived(arrival: Arrival, table: str, keys: Iterable[str]) -> dict[str, int]:
    rows = ArrivedRow.objects.filter(arrival=arrival, table=table, key__in=set(keys))
    return dict(rows.values_list("key", "row"))


def write(reading: Reading) -> None:
    """Files first, each at its own name, so that a run after an accident writes over them; then the rows and the place reached."""
    table, kept = reading.table, []
    for line in reading.lines:
        facts = reading.facts(line)
        if facts is not None:
            kept.append((line, (table.arrives or table.model)(**facts)))
    _free_refs(table, [row for _line, row in kept])
    for line, row in kept:
        _keep_files(reading, line, row)
    with transaction.atomic():
        arrival = lock(reading)
        rows = [row for _line, row in kept]
        (table.arrives or table.model)._default_manager.bulk_create(rows)
        _several(reading, kept)
        table.born(rows, reading.circle)
        named = [(key_of_line(line), row.pk) for line, row in kept]
        went_on(arrival, table.name, len(reading.lines), named)
        if table.findable and rows:
            search.touch_range(table.model, min(row.pk for row in rows), max(row.pk for row in rows))


def lock(reading: Reading) -> Arrival:
    return Arrival.objects.select_for_update(of=("self",)).get(pk=reading.arrival.pk)


def went_on(arrival: Arrival, table: str, count: int, named: list[tuple[str, int]]) -> None:
    ArrivedRow.objects.bulk_create(ArrivedRow(arrival=arrival, table=table, key=key, row=pk) for key, pk in named)
    arrival.counts[table] = arrival.counts.get(table, 0) + len(named)
    Arrival.objects.filter(pk=arrival.pk).update(
        line=F("line") + count, counts=arrival.counts, left_out=F("left_out") + count - len(named)
    )


def _free_refs(table: Table, rows: list[Any]) -> None:
    """A reference that something else bears here, or that none may bear, is drawn anew."""
    if not table.key:
        return
    taken = set(table.model._default_manager.filter(ref__in=[row.ref for row in rows]).values_list("ref", flat=True))
    for row in rows:
        if row.ref in taken or not is_ref(row.ref):
            row.ref = new_ref()


def _keep_files(reading: Reading, line: Line, row: Any) -> None:
    for column in reading.columns:
        if column.kind == Kind.FILE:
            source: Path = reading.incoming.file(line[column.name])
            name = row._meta.get_field(column.field).generate_filename(row, row.name)
            if default_storage.exists(name):
                default_storage.delete(name)
            with source.open("rb") as opened:
                setattr(row, column.field, default_storage.save(name, File(opened)))


def _several(reading: Reading, kept: list[tuple[Line, Any]]) -> None:
    for line, row in kept:
        for field, ids in reading.several(line).items():
            if ids:
                getattr(row, field).set(ids)


def write_late(reading: Reading) -> None:
    """What points inside its own table, once all of it is there."""
    own = arrived(reading.arrival, reading.table.name, (key_of_line(line) for line in reading.lines))
    columns = [column for column in reading.columns if column.late]
    with transaction.atomic():
        arrival = lock(reading)
        for line in reading.lines:
            values = {column.field: reading.found[column.table].get(key_of(line[column.name])) for column in columns}
            said = {f"{name}_id": pk for name, pk in values.items() if pk is not None}
            pk = own.get(key_of_line(line))
            if said and pk:
                reading.table.model._default_manager.filter(pk=pk).update(**said)
        Arrival.objects.filter(pk=arrival.pk).update(line=F("line") + len(reading.lines))


def settle_circle(circle: Any) -> None:
    """All of it is there: it shows as far as it says."""
    circle = Circle.objects.select_for_update().get(pk=circle.pk)
    circle.audience = circle.members_audience if circle.visibility == Visibility.CIRCLE else circle.visibility
    circle.save(update_fields=["audience"])
    search.touch(circle)
