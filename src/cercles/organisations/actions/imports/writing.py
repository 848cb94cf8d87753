"""New pages written by the driver itself: the ORM costs three times what the database does.

Columns are those of the model; what a draft does not speak of has its default, prepared once. On PostgreSQL rows go in by COPY, on
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


def insert(drafts: Sequence[Draft]) -> list[int]:
    """A page for each, in order; gives their ids, in order too."""
    if not drafts:
        return []
    ids, table = _next_ids(len(drafts)), _table(connection.vendor)
    now = table.prepared("created_at", clock.now())
    still = table.defaults | {"created_at": now, "changed_at": now}
    refs = new_refs(len(drafts))
    rows = [_row(draft, pk, ref, still, table) for draft, pk, ref in zip(drafts, ids, refs, strict=True)]
    _write(table.sql, rows)
    return ids


class _Table:
    """The columns, what each holds when nothing is said, and the statement; of one database."""

    def __init__(self) -> None:
        fields = [field for field in Organisation._meta.concrete_fields if not field.primary_key]
        self._fields = {field.attname: field for field in fields}
        columns = ["id", *(str(field.column) for field in fields)]
        self.defaults = {
            name: self.prepared(name, field.get_default()) for name, field in self._fields.items() if name != "ref"
        }
        self.order = [field.attname for field in fields]
        self.converted = {field.attname for field in fields if isinstance(field, models.DateField | models.JSONField)}
        names, marks = ", ".join(f'"{name}"' for name in columns), ", ".join(["%s"] * len(columns))
        table = Organisation._meta.db_table
        self.sql = {
            "copy": f'COPY "{table}" ({names}) FROM STDIN',
            "insert": f'INSERT INTO "{table}" ({names}) VALUES ({marks})',
        }

    def prepared(self, name: str, value: Any) -> Any:
        """As ``save`` would give it to the driver."""
        if isinstance(value, date) and connection.vendor == "sqlite" and type(value) is date:
            return value.isoformat()
        return self._fields[name].get_db_prep_save(value, connection)


@cache
def _table(_vendor: str) -> _Table:
    return _Table()


def _row(draft: Draft, pk: int, ref: str, still: dict[str, Any], table: _Table) -> list[Any]:
    said = still | draft.columns
    for name in table.converted.intersection(draft.columns):
        if said[name] is not None:
            said[name] = table.prepared(name, said[name])
    said |= {"ref": draft.ref or ref, "source": draft.source, "source_key": draft.source_key}
    if draft.kind:
        said["kinds"] = draft.kind
    said["search_key"] = search_key(*(said[name] for name in _NAMES))[:360]
    said["audience"] = f"organisation:{pk}" if said["visibility"] == Visibility.ORGANISATION else said["visibility"]
    return [pk, *map(said.__getitem__, table.order)]


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
