"""``key__prefix="saint d"``: begins with, by an index, on SQLite as on PostgreSQL. For ``search_key`` columns.

Django's ``startswith`` is a LIKE that SQLite cannot answer from an index; a range of text is one that PostgreSQL answers by the
rules of its collation. Each database gets the form that its index serves: on PostgreSQL the index must be ``varchar_pattern_ops``,
which ``db_index=True`` makes beside the plain one.

A list by name is in one order everywhere, that of ``KeyField``: by bytes, as SQLite, the search index and Python sort.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import CharField
from django.db.models.lookups import Lookup

from cercles.core.coming import Slot

LAST = "\U0010ffff"


class Prefix(Lookup):
    """Case and accents are as written: compare keys made by ``core.text.search_key``."""

    lookup_name = "prefix"
    prepare_rhs = True

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        if connection.vendor == "postgresql":
            return f"{column} LIKE %s", (*params, self._made(lambda key: connection.ops.prep_for_like_query(key) + "%"))
        return f"({column} >= %s AND {column} < %s)", (*params, self.rhs, *params, self._made(lambda key: key + LAST))

    def _made(self, change: Callable[[str], str]) -> Any:
        return self.rhs.then(change) if isinstance(self.rhs, Slot) else change(self.rhs)


class KeyField(CharField):
    """A ``search_key``. PostgreSQL would sort it as the language of its installation does, where spaces count for nothing."""

    def db_parameters(self, connection: Any) -> Any:
        found = super().db_parameters(connection)
        return {**found, "collation": "C"} if connection.vendor == "postgresql" else found


def register() -> None:
    CharField.register_lookup(Prefix)
