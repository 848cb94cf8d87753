"""A circle, written into a folder: tables first, then the files and the pages they name."""

from collections.abc import Iterator
from typing import Any

from django.core.files.storage import default_storage

from cercles.circles.enums import LINKS, ORGANISATIONS, PEOPLE
from cercles.circles.exports.archive.folder import Folder
from cercles.circles.exports.archive.pages import End
from cercles.circles.exports.archive.rows import Rows
from cercles.circles.queries import archived
from cercles.core import slots
from cercles.core.enums import Visibility
from cercles.core.portable import Seat, Table
from cercles.core.tables import Flavour, write_table

_PIECE = 256 * 1024
PEOPLE_HEADINGS = ["référence", "nom", "courriel", "fictive"]
ORGANISATION_HEADINGS = ["référence", "nom", "sigle", "SIREN", "SIRET", "RNA", "RNF", "commune", "visible", "fictive"]
LINK_HEADINGS = ["d’où", "clé", "ce qui en est venu", "sa clé", "comment", "par", "le"]


class Writing:
    """What is known on the way: the rows that left, how their pages are called, what came of what."""

    def __init__(self, folder: Folder, seat: Seat) -> None:
        self.folder, self.seat = folder, seat
        self.tables: list[Table] = slots.collect("circle.archive")
        self.rows = Rows(seat, self.tables)
        self.counts: dict[str, int] = {}
        self.ends: dict[str, dict[int, End]] = {}
        self.links: list[Any] = []
        self._unnamed: set[tuple[str, int]] = set()

    def csv(self, name: str, headings: list[str], rows: Iterator[list[Any]]) -> None:
        self.counts[name] = 0

        def counted() -> Iterator[list[Any]]:
            for row in rows:
                self.counts[name] += 1
                yield row

        self.folder.write(f"donnees/{name}.csv", write_table(headings, counted(), Flavour.EXCEL_FR))

    def table(self, table: Table) -> None:
        self.csv(table.name, table.headings, self._cells(table))

    def _cells(self, table: Table) -> Iterator[list[Any]]:
        ends = self.ends.setdefault(table.label, {}) if _has_ends(table) else None
        for row, cells in self.rows.of(table):
            if ends is not None:
                ends[row.pk] = End(str(cells[0]), _page(table, cells[0]), str(row)[:200])
            if table.unnamed and table.unnamed(row):
                self._unnamed.add((table.label, row.pk))
            yield cells

    def people(self) -> None:
        read = archived.addresses_read(self.seat.circle) if self.seat.facilitates else set()
        self.csv(PEOPLE, PEOPLE_HEADINGS, (
            [row.ref, row.display_name, row.email if row.pk in read else "", row.is_fictional]
            for row in archived.people_named(self.rows.people)
        ))  # fmt: skip

    def organisations(self) -> None:
        self.csv(ORGANISATIONS, ORGANISATION_HEADINGS, (
            organisation_cells(row) for row in archived.organisations_named(self.rows.organisations)
        ))  # fmt: skip

    def thread(self) -> None:
        """Read before the people: whoever drew a link is named too."""
        known = {kind: set(ends) for kind, ends in self.ends.items()}
        self.links = sorted(
            archived.links_among(known), key=lambda link: (link.at, link.origin_kind, self._ends_of(link))
        )
        cells = []
        for link in self.links:
            origin, outcome = self._ends_of(link)
            between = {(link.origin_kind, link.origin_id), (link.outcome_kind, link.outcome_id)}
            by = "" if between & self._unnamed else self.rows.key(PEOPLE, link.by)
            cells.append([link.origin_kind, origin, link.outcome_kind, outcome, link.verb, by, link.at.isoformat()])
        self.csv(LINKS, LINK_HEADINGS, iter(cells))

    def _ends_of(self, link: Any) -> tuple[str, str]:
        return self.ends[link.origin_kind][link.origin_id].key, self.ends[link.outcome_kind][link.outcome_id].key

    def files(self) -> None:
        for path, name in self.rows.files:
            with default_storage.open(name, "rb") as file:
                self.folder.write(path, iter(lambda: file.read(_PIECE), b""))


def _page(table: Table, key: Any) -> str:
    """Seen from another page."""
    if table.sheet:
        return f"{table.name}-{key}.html"
    return "../index.html" if table.aside else f"{table.name}.html"


def _has_ends(table: Table) -> bool:
    return table.sheet is not None or bool(slots.providers(f"thread.nodes:{table.label}"))


def organisation_cells(row: Any) -> list[Any]:
    """Of a page narrowed to its people, the name alone."""
    if row.visibility not in (Visibility.NETWORK, Visibility.PUBLIC):
        return [row.ref, row.name, "", "", "", "", "", "", row.visibility, row.is_fictional]
    seat = row.seat.code if row.seat else ""
    return [
        row.ref,
        row.name,
        row.short_name,
        row.siren,
        row.siret,
        row.rna,
        row.rnf,
        seat,
        row.visibility,
        row.is_fictional,
    ]


def write_tables(folder: Folder, seat: Seat) -> Writing:
    """Everything that who holds ``seat`` reads of her circle, as tables and files."""
    writing = Writing(folder, seat)
    for table in writing.tables:
        writing.table(table)
    writing.thread()
    writing.people()
    writing.organisations()
    writing.files()
    return writing
