"""The directory as files."""

from collections.abc import Iterator
from typing import Any

from cercles.core.tables import write_table
from cercles.organisations.queries import Filters
from cercles.organisations.queries.imports import changes_table, refusals_table
from cercles.organisations.queries.listing import every_found
from cercles.organisations.queries.table import COLUMNS, rows_of

__all__ = ["MOST_IN_A_WORKBOOK", "changes_table", "directory_file", "refusals_table"]

MOST_IN_A_WORKBOOK = (
    200_000  # lines; longer, a spreadsheet takes minutes to open it, and a part of the file would pass 2 GB
)


def directory_file(reader: Any, text: str, filters: Filters, flavour: str) -> Iterator[bytes]:
    """All that the directory finds, in the order of names, in one of the flavours of ``core.tables``. The import of the format
    ``cercles`` reads it back."""
    yield from write_table(list(COLUMNS), rows_of(every_found(reader, text, filters)), flavour)
