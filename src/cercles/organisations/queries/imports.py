"""What an import refused, as a file to mend."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from django.conf import settings

from cercles.core.tables import read_table
from cercles.organisations.models import ImportRun

_OURS = ("line", "reason")


def refusals_table(run: ImportRun) -> tuple[Sequence[str], Iterator[list[object]]]:
    """The columns of the file as they were, then the line and the reason: mended, it is imported as it is."""
    columns = [name for name in read_table(Path(settings.MEDIA_ROOT) / run.stored_name).columns if name not in _OURS]
    refusals = run.refusals.order_by("line").iterator()
    rows = ([*(row.cells.get(name, "") for name in columns), row.line, row.reason] for row in refusals)
    return [*columns, *_OURS], rows
