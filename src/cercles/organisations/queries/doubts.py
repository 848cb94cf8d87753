"""Rows that may speak of a page: those to decide, narrowed by reason and by file, and what one answer to all of them would do."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef

from cercles.organisations.enums import DoubtKind, DoubtState
from cercles.organisations.models import ImportDoubt, ImportRun

_EXAMPLES = 5


@dataclass(frozen=True)
class Narrowed:
    """A reason (``DoubtKind``) and the reference of an import; empty, any."""

    kind: str = ""
    run: str = ""

    def __bool__(self) -> bool:
        return bool(self.kind or self.run)

    @property
    def chosen(self) -> dict[str, str]:
        """As the address says it."""
        return {name: value for name, value in (("kind", self.kind), ("run", self.run)) if value}


@dataclass(frozen=True)
class Together:
    """One answer to many: how many get it, how many only a look at each can tell, the last of them, and the first ones."""

    count: int
    left: int
    until: int
    examples: list[ImportDoubt]


def to_decide(narrowed: Narrowed) -> Any:
    found = ImportDoubt.objects.to_decide()
    found = found.filter(kind=narrowed.kind) if narrowed.kind else found
    return found.filter(run__ref=narrowed.run) if narrowed.run else found


def rows_to_decide(run: ImportRun) -> int:
    """Of one import; a row that may be two pages is one."""
    return int(to_decide(Narrowed(run=run.ref)).order_by().values("key").distinct().count())


def doubts_waiting(narrowed: Narrowed = Narrowed()) -> Any:
    return to_decide(narrowed).select_related("organisation__seat__parent", "run")


def answerable(narrowed: Narrowed, answer: DoubtState) -> Any:
    """Those that may be answered together. « The same » is said of one row and one page, with nothing that contradicts it: a row that
    may be several pages, a page that several rows may be, an identifier that differs are looked at one by one."""
    found = to_decide(narrowed)
    if answer != DoubtState.SAME:
        return found
    near = ImportDoubt.objects.waiting().order_by().exclude(pk=OuterRef("pk"))
    of_row = near.filter(source=OuterRef("source"), key=OuterRef("key"))
    of_page = near.filter(organisation=OuterRef("organisation"))
    return found.exclude(kind=DoubtKind.CONFLICT).exclude(Exists(of_row)).exclude(Exists(of_page))


def together(narrowed: Narrowed, answer: DoubtState) -> Together:
    """In three queries."""
    found = answerable(narrowed, answer)
    said = found.order_by().aggregate(count=Count("pk"), until=Max("pk"))
    examples = list(found.select_related("organisation__seat__parent", "run")[:_EXAMPLES])
    return Together(said["count"], to_decide(narrowed).count() - said["count"], said["until"] or 0, examples)


def counts_by_kind(narrowed: Narrowed) -> list[tuple[str, int]]:
    """How many of each reason, whatever reason is chosen; in the order of the reasons."""
    known = dict(_counted(Narrowed(run=narrowed.run), "kind"))
    return [(kind, known[kind]) for kind in DoubtKind.values if kind in known]


def counts_by_run(narrowed: Narrowed) -> list[tuple[str, str, int]]:
    """Reference, file and how many, of each import that left some; the last import first."""
    rows = _counted(Narrowed(kind=narrowed.kind), "run__ref", "run__file_name", "run__asked_at")
    return [(ref, name, n) for ref, name, _at, n in sorted(rows, key=lambda row: row[2], reverse=True)]


def _counted(narrowed: Narrowed, *columns: str) -> Iterator[Any]:
    found: Iterator[Any] = to_decide(narrowed).order_by().values_list(*columns).annotate(n=Count("pk"))
    return found
