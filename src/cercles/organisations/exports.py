"""The directory as files."""

from collections.abc import Iterator
from typing import Any

from cercles.core.tables import write_table
from cercles.organisations.queries import Filters
from cercles.organisations.queries.imports import changes_table, refusals_table
from cercles.organisations.queries.table import COLUMNS, rows_of
from cercles.organisations.queries.whole import every_one

__all__ = ["changes_table", "directory_file", "refusals_table"]


def directory_file(reader: Any, text: str, filters: Filters, flavour: str) -> Iterator[bytes]:
    """All that the directory finds, in the order of names, in one of the flavours of ``core.tables``. The import of the format
    ``cercles`` reads it back."""
    yield from write_table(list(COLUMNS), rows_of(every_one(reader, filters.asked(text))), flavour)
