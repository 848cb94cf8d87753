"""The directory as files."""

from collections.abc import Iterator

from cercles.core.tables import write_table
from cercles.organisations.models.organisation import OrganisationQuerySet
from cercles.organisations.queries.imports import refusals_table
from cercles.organisations.queries.table import COLUMNS, rows_of

__all__ = ["directory_file", "refusals_table"]


def directory_file(found: OrganisationQuerySet, flavour: str) -> Iterator[bytes]:
    """What ``found`` holds, in one of the flavours of ``core.tables``. Read back by the import of the format ``cercles``."""
    yield from write_table(list(COLUMNS), rows_of(found), flavour)
