"""What an import refused, changed, could not place or could not decide; as lists, and as files to mend."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page
from django.db.models import Count, Min
from django.utils.text import capfirst

from cercles.core.text import search_key
from cercles.core.typography import when
from cercles.organisations.models import ImportChange, ImportDoubt, ImportRun, Organisation
from cercles.organisations.queries.duplicates import waiting_pairs
from cercles.organisations.queries.provenance import label_of

_OURS = ("fichier", "ligne", "raison")


def refused_by_reason(run: ImportRun, *, most: int) -> list[Any]:
    """Each reason once: ``reason``, ``count`` rows, the ``first`` line and, in an archive, its ``file``."""
    found = run.refusals.order_by().values("reason").annotate(count=Count("pk"), first=Min("line"), file=Min("part"))
    return list(found.order_by("first")[:most])


def refusals_table(run: ImportRun) -> tuple[Sequence[str], Iterator[list[object]]]:
    """The columns of the file as they were, then where and why: mended, it is imported as it is."""
    columns = [name for name in run.columns if name not in _OURS]
    rows = (
        [*(row.cells.get(name, "") for name in columns), *([row.part] if run.is_national else ()), row.line, row.reason]
        for row in run.refusals.order_by("part", "line").iterator()
    )
    return [*columns, *(_OURS if run.is_national else _OURS[1:])], rows


def changed_by_column(run: ImportRun) -> list[tuple[str, int]]:
    """« Adresse », how many pages; the most changed first."""
    found = run.changes.order_by().values_list("column").annotate(count=Count("pk"))
    return [(label_of(column), count) for column, count in found.order_by("-count", "column")]


def changes_of_run(run: ImportRun, *, most: int) -> list[ImportChange]:
    return list(run.changes.select_related("organisation").order_by("id")[:most])


def changes_table(run: ImportRun) -> tuple[Sequence[str], Iterator[list[str]]]:
    rows = run.changes.select_related("organisation").order_by("id").iterator()
    said = ([row.organisation.ref, row.organisation.name, label_of(row.column), row.before, row.after] for row in rows)
    return ["référence", "nom", "colonne", "avant", "après"], said


MOST_COUNTED = 1_000  # past so many, that there are more is all that is said


@dataclass(frozen=True)
class Waiting:
    """What imports leave to whoever administers, each counted up to ``MOST_COUNTED`` and one more."""

    doubts: int
    places: int
    pairs: int


def waiting_counts(reader: Any) -> Waiting:
    """Doubts to decide, pages whose commune is still words, pages that look alike."""
    found = (ImportDoubt.objects.to_decide(), unplaced(), waiting_pairs(reader).select_related(None))
    return Waiting(*(rows.order_by()[: MOST_COUNTED + 1].count() for rows in found))


def unplaced() -> Any:
    """Pages whose commune is still words."""
    return Organisation.objects.canonical().exclude(place_written="").order_by("id")


def unplaced_by_words() -> Any:
    """``(words, how many, the id of the first)``, the most frequent first."""
    found = unplaced().order_by().values_list("place_written").annotate(count=Count("pk"), first=Min("pk"))
    return found.order_by("-count", "place_written")


def with_first(page: Page) -> Iterator[tuple[str, int, str, str]]:
    """Words, how many are written so, the reference and the name of the first of them. One query."""
    rows = list(page)
    told = {pk: (ref, name) for pk, ref, name in _called([first for _words, _count, first in rows])}
    return ((words, count, *told[first]) for words, count, first in rows if first in told)


def _called(ids: Sequence[int]) -> Any:
    return Organisation.objects.filter(pk__in=ids).values_list("pk", "ref", "name")


@dataclass(frozen=True)
class Compared:
    """One line of the two records side by side, in words."""

    label: str
    held: str
    said: str

    @property
    def differs(self) -> bool:
        return bool(self.held and self.said) and search_key(self.held) != search_key(self.said)


_COMPARED = (
    "name", "short_name", "legal_name", "siret", "siren", "rna", "rnf", "seat_id", "address", "post_code", "category_id",
    "purpose", "website", "state", "ended_on", "founded_on", "legal_form", "activity_code",
)  # fmt: skip


def compared(page: Organisation, columns: Mapping[str, Any]) -> list[Compared]:
    """What the page holds and what the row says, where either says something."""
    row = Organisation(**{name: value for name, value in columns.items() if name in _COMPARED})
    lines = (Compared(capfirst(label_of(name)), _words(page, name), _words(row, name)) for name in _COMPARED)
    return [line for line in lines if line.held or line.said]


def _words(row: Organisation, name: str) -> str:
    if name in ("seat_id", "category_id"):
        found = getattr(row, name.removesuffix("_id"))
        return found.label if found else row.place_written if name == "seat_id" else ""
    if name == "state":
        return str(row.get_state_display())
    value = getattr(row, name)
    return when(value) if isinstance(value, date) else str(value or "")
