"""Pages written by the driver itself: the ORM costs three times what the database does for a new one, a hundred times for one changed.

Columns are those of the model; what a draft does not speak of has its default, prepared once. On PostgreSQL new rows go in by COPY, on
SQLite by one prepared statement; in the caller's transaction, and not at all when an identifier was taken meanwhile.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any

from django.db import connection, models

from cercles.core import clock
from cercles.core.enums import Visibility
from cercles.core.models import new_refs
from cercles.core.text import search_key
from cercles.organisations.actions.imports.drafts import Draft
from cercles.organisations.models import Organisation

_NAMES = ("name", "short_name", "legal_name")
_LATE = ("ref", "audience", "created_at", "changed_at")  # known only when the page is written


def insert(drafts: Sequence[Draft], ready: Sequence[list[Any] | None] | None = None) -> list[int]:
    """A page for each, in order; gives their ids, in order too. ``ready``: the rows prepared ahead, None where there is none."""
    if not drafts:
        return []
    ids, table = _next_ids(len(drafts)), _table(connection.vendor)
    now, refs = table.prepared("created_at", clock.now()), new_refs(len(drafts))
    rows = [
        _finished(row or row_of(draft), draft, pk, ref, now, table)
        for draft, row, pk, ref in zip(drafts, ready or [None] * len(drafts), ids, refs, strict=True)
    ]
    _write(table.sql, rows)
    return ids


def rewrite(pages: Iterable[Organisation], columns: Sequence[str]) -> None:
    """These columns of pages that are there. ``columns``: names of fields."""
    fields = [Organisation._meta.get_field(name) for name in columns]
    said = ", ".join(f'"{field.column}" = %s' for field in fields)  # type: ignore[union-attr]
    rows = [
        [*(field.get_db_prep_save(getattr(page, field.attname), connection) for field in fields), page.pk]  # type: ignore[union-attr]
        for page in pages
    ]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(f'UPDATE "{Organisation._meta.db_table}" SET {said} WHERE id = %s', rows)


class _Table:
    """The columns, what each holds when nothing is said, and the statement; of one database."""

    def __init__(self) -> None:
        fields = [field for field in Organisation._meta.concrete_fields if not field.primary_key]
        self._fields = {field.attname: field for field in fields}
        columns = ["id", *(str(field.column) for field in fields)]
        self.defaults = {
            name: None if name in _LATE else self.prepared(name, field.get_default())
            for name, field in self._fields.items()
        }
        self.order = [field.attname for field in fields]
        self.late = [columns.index(str(self._fields[name].column)) for name in _LATE]
        self.days = [field.attname for field in fields if type(field) is models.DateField]
        self.said_day = date.isoformat if connection.vendor == "sqlite" else None
        names, marks = ", ".join(f'"{name}"' for name in columns), ", ".join(["%s"] * len(columns))
        table = Organisation._meta.db_table
        self.sql = {
            "copy": f'COPY "{table}" ({names}) FROM STDIN',
            "insert": f'INSERT INTO "{table}" ({names}) VALUES ({marks})',
        }

    def prepared(self, name: str, value: Any) -> Any:
        """As ``save`` would give it to the driver."""
        return self._fields[name].get_db_prep_save(value, connection)


@cache
def _table(_vendor: str) -> _Table:
    return _Table()


def row_of(draft: Draft) -> list[Any]:
    """All that can be told of a new page before its turn comes, in the order of the columns. Asks the database nothing."""
    table = _table(connection.vendor)
    said: dict[str, Any] = table.defaults | draft.columns
    if table.said_day:
        for name in table.days:
            if said[name] is not None:
                said[name] = table.said_day(said[name])
    said["source"], said["source_key"] = draft.source, draft.source_key
    if draft.kind:
        said["kinds"] = draft.kind
    said["search_key"] = search_key(*(said[name] for name in _NAMES))[:360]
    return [None, *map(said.__getitem__, table.order)]


def _finished(row: list[Any], draft: Draft, pk: int, ref: str, now: Any, table: _Table) -> list[Any]:
    reference, audience, created, changed = table.late
    visibility = draft.columns.get("visibility", table.defaults["visibility"])
    row[0], row[reference], row[created], row[changed] = pk, draft.ref or ref, now, now
    row[audience] = f"organisation:{pk}" if visibility == Visibility.ORGANISATION else visibility
    return row


def _write(sql: dict[str, str], rows: Iterable[Sequence[Any]]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(sql["copy"]) as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            cursor.executemany(sql["insert"], list(rows))


def _next_ids(count: int) -> list[int]:
    """Reserved: on SQLite the transaction holds the only pen, on PostgreSQL the sequence gives them."""
    table = Organisation._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s) ORDER BY 1",
                [table, count],
            )
            return [pk for (pk,) in cursor.fetchall()]
        cursor.execute("SELECT COALESCE((SELECT seq FROM sqlite_sequence WHERE name = %s), 0)", [table])
        first = int(cursor.fetchone()[0]) + 1
        return list(range(first, first + count))
