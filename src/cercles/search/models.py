"""The change log: what the index, a cache of the database, has still to read; and who reads it."""

from typing import Any

from django.db import models
from django.db.models.functions import Now

from cercles.core import clock


class TransactionId(models.Field):
    """``xid8`` on PostgreSQL, where ids become visible out of order; 0 on SQLite, which has one writer at a time."""

    def db_type(self, connection: Any) -> str:
        return "xid8" if connection.vendor == "postgresql" else "bigint"

    def get_internal_type(self) -> str:
        return "TransactionId"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> int | None:
        return None if value is None else int(value)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return str(value) if isinstance(value, int) and connection.vendor == "postgresql" else value


class CurrentTransaction(models.Func):
    """The transaction that writes the row."""

    function = "pg_current_xact_id"
    output_field = TransactionId()
    allowed_default = True

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, tuple[Any, ...]]:
        return "0", ()


class Change(models.Model):
    """Objects of ``kind`` from ``first_id`` to ``last_id`` were written: one row for one object, one row for a bulk range."""

    kind = models.CharField(max_length=40)
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    tx = TransactionId(db_default=CurrentTransaction(), editable=False)
    # The true moment, even while a demonstration sets the clock to 2019: how late the index is depends on it.
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        indexes = [models.Index(fields=["tx", "id"], name="change_in_order")]


class Follower(models.Model):
    """An index and how far it has read for sure. Its machine's index bears the same token, or is not the one this row speaks of."""

    name = models.CharField(max_length=300, unique=True)
    token = models.CharField(max_length=32)
    tx = models.BigIntegerField(default=0)
    last_id = models.BigIntegerField(default=0)
    seen_at = models.DateTimeField(default=clock.now)
