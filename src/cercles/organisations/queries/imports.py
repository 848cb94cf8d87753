"""What an import refused, as a file to mend."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Count, Min

from cercles.core.tables import read_table
from cercles.organisations.models import ImportRun

_OURS = ("ligne", "raison")


def refused_by_reason(run: ImportRun, *, most: int) -> list[Any]:
    """Each reason once: ``reason``, ``count`` rows, the ``first`` line."""
    found = run.refusals.order_by().values("reason").annotate(count=Count("pk"), first=Min("line"))
    return list(found.order_by("first")[:most])


def refusals_table(run: ImportRun) -> tuple[Sequence[str], Iterator[list[object]]]:
    """The columns of the file as they were, then the line and the reason: mended, it is imported as it is."""
    columns = [name for name in read_table(Path(settings.MEDIA_ROOT) / run.stored_name).columns if name not in _OURS]
    refusals = run.refusals.order_by("line").iterator()
    rows = ([*(row.cells.get(name, "") for name in columns), row.line, row.reason] for row in refusals)
    return [*columns, *_OURS], rows
