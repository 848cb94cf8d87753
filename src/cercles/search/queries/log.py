"""Reads of the change log.

On PostgreSQL a small id may be committed after a bigger one: whoever had read past it would never see it. So each row keeps the number
of its transaction, and only rows of transactions older than every one still running are read; those are all there, for good.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from cercles.search.models import Change

_LAST_ID = 2**63 - 1


@dataclass(frozen=True, order=True)
class Position:
    """The last change read. ``tx`` is 0 on SQLite, where ids are given in the order of commits."""

    tx: int = 0
    id: int = 0


@dataclass(frozen=True)
class Row:
    """One change, as the follower reads it."""

    kind: str
    first_id: int
    last_id: int
    position: Position


@dataclass(frozen=True)
class Pending:
    """How many changes the index has still to read, and since when the oldest waits."""

    count: int = 0
    since: datetime | None = None


def _postgresql() -> bool:
    return connection.vendor == "postgresql"


def after(position: Position, most: int = 500) -> list[Row]:
    """The next changes that are settled, in order. A transaction may read its own: tests follow inside theirs."""
    sql, values = (
        "SELECT kind, first_id, last_id, 0, id FROM search_change WHERE id > %s ORDER BY id LIMIT %s",
        [position.id, most],
    )
    if _postgresql():
        sql = """SELECT kind, first_id, last_id, tx::text, id FROM search_change
            WHERE (tx, id) > (%s::xid8, %s)
            AND (tx < pg_snapshot_xmin(pg_current_snapshot()) OR tx = pg_current_xact_id_if_assigned())
            ORDER BY tx, id LIMIT %s"""
        values = [str(position.tx), position.id, most]  # type: ignore[list-item]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [Row(row[0], row[1], row[2], Position(int(row[3]), row[4])) for row in cursor.fetchall()]


def last_settled() -> Position:
    """Where a rebuild that begins now will have read to: what it reads afterwards is at least as new."""
    with connection.cursor() as cursor:
        if _postgresql():
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text")
            return Position(int(cursor.fetchone()[0]) - 1, _LAST_ID)
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = 'search_change'")
        found = cursor.fetchone()
        return Position(0, found[0] if found else 0)


def is_ahead(position: Position) -> bool:
    """True when the database does not know this position yet: an older copy was put in its place."""
    if not _postgresql():
        return position > last_settled()
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::xid8 >= pg_snapshot_xmax(pg_current_snapshot())", [str(position.tx)])
        return bool(cursor.fetchone()[0])


def pending(position: Position) -> Pending:
    """What is committed and not in the index yet. One query."""
    sql, values = "SELECT COUNT(*), MIN(at) FROM search_change WHERE id > %s", [position.id]
    if _postgresql():
        sql = "SELECT COUNT(*), MIN(at) FROM search_change WHERE (tx, id) > (%s::xid8, %s)"
        values = [str(position.tx), position.id]  # type: ignore[list-item]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        count, since = cursor.fetchone()
    field = Change._meta.get_field("at")
    for convert in connection.ops.get_db_converters(field.get_col("search_change")):
        since = convert(since, None, connection)
    return Pending(count, since)


def waits(position: Position, kind: str) -> bool:
    """True when a committed change of ``kind`` is not in the index yet. One query."""
    order = "(tx, id) > (%s::xid8, %s)" if _postgresql() else "(tx, id) > (%s, %s)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT EXISTS (SELECT 1 FROM search_change WHERE {order} AND kind = %s)",
            [str(position.tx) if _postgresql() else position.tx, position.id, kind],
        )
        return bool(cursor.fetchone()[0])


def pending_of(position: Position, kind: str) -> int:
    """How many committed changes of ``kind`` are not in the index yet. One query."""
    order = "(tx, id) > (%s::xid8, %s)" if _postgresql() else "(tx, id) > (%s, %s)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT COUNT(*) FROM search_change WHERE {order} AND kind = %s",
            [str(position.tx) if _postgresql() else position.tx, position.id, kind],
        )
        return int(cursor.fetchone()[0])


def read_by_all(position: Position, most: int) -> list[int]:
    """The oldest changes at or before ``position``."""
    order = "(tx, id) <= (%s::xid8, %s)" if _postgresql() else "(tx, id) <= (%s, %s)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM search_change WHERE {order} ORDER BY tx, id LIMIT %s",
            [str(position.tx) if _postgresql() else position.tx, position.id, most],
        )
        return [row[0] for row in cursor.fetchall()]
