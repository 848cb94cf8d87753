"""The pages of a circle that was written as tables: one an object, one a table, and the contents."""

import csv
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.html import escape, format_html
from django.utils.translation import gettext as _

from cercles.circles.enums import LINKS, ORGANISATIONS, PEOPLE
from cercles.circles.exports.archive import pages
from cercles.circles.exports.archive.pages import End
from cercles.circles.exports.archive.writing import Writing
from cercles.core.portable import Column, Kind, Table, key_of
from cercles.core.tables import original
from cercles.core.typography import when_time


class Binding:
    def __init__(self, writing: Writing) -> None:
        self.writing, self.folder, self.seat = writing, writing.folder, writing.seat
        self._names = {name: dict(self._read(name)) for name in (PEOPLE, ORGANISATIONS)}
        self._by_key = {
            table.name: {end.key: end for end in writing.ends[table.label].values()}
            for table in writing.tables if table.label in writing.ends
        }  # fmt: skip
        self._came: dict[tuple[str, int], list[End]] = {}
        self._gave: dict[tuple[str, int], list[End]] = {}
        for link in writing.links:
            origin, outcome = (link.origin_kind, link.origin_id), (link.outcome_kind, link.outcome_id)
            self._gave.setdefault(origin, []).append(writing.ends[outcome[0]][outcome[1]])
            self._came.setdefault(outcome, []).append(writing.ends[origin[0]][origin[1]])

    def _read(self, name: str) -> Iterator[tuple[str, str]]:
        for cells in self._lines(name):
            yield cells[0], cells[1]

    def _lines(self, name: str) -> Iterator[list[str]]:
        """What was just written, read again."""
        with (self.folder.root / f"donnees/{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            lines = csv.reader(file, delimiter=";")
            next(lines)
            for cells in lines:
                yield [original(cell) for cell in cells]

    def everything(self, **said: Any) -> None:
        for table in self.writing.tables:
            if table.sheet:
                self._sheets(table)
                self._list(table, [], (pages.item(end) for end in self.writing.ends[table.label].values()))
            elif not table.aside:
                kept = [(place, column) for place, column in enumerate(table.columns) if _is_told(column)]
                self._list(table, [column.name for _place, column in kept], self._told(table, kept))
        self._list_people()
        for path, content in pages.dress():
            self.folder.write(path, [content])
        said = {"root": "", "circle": self.seat.circle, "sections": self._sections(), **said}
        self.folder.write("index.html", [pages.whole("circles/archive/index.html", **said)])

    def _write(self, path: str, template: str, pieces: Iterator[str], **said: Any) -> None:
        self.folder.write(path, pages.around(template, pieces, root="../", circle=self.seat.circle, **said))

    def _list(self, table: Table, headings: list[str], pieces: Iterator[str]) -> None:
        self._write(
            f"pages/{table.name}.html", "circles/archive/list.html", pieces, title=table.title, headings=headings
        )

    def _told(self, table: Table, kept: list[tuple[int, Column]]) -> Iterator[str]:
        shift = 0 if table.key else 1
        for cells in self._lines(table.name):
            yield pages.line(self._said(column, cells[place + shift]) for place, column in kept)

    def _said(self, column: Column, cell: str) -> str:
        """A cell as a page says it: a name, a link, a day."""
        if column.kind == Kind.ROW and column.table in self._names:
            return escape(self._names[column.table].get(key_of(cell), ""))
        if column.kind == Kind.ROW:
            end = self._by_key.get(column.table, {}).get(key_of(cell))
            return format_html('<a href="{}">{}</a>', end.page, end.title) if end else escape(cell)
        if column.kind == Kind.MOMENT and cell:
            return escape(when_time(datetime.fromisoformat(cell)))
        return escape(cell)

    def _list_people(self) -> None:
        for name, title in ((PEOPLE, _("Personnes nommées")), (ORGANISATIONS, _("Organisations nommées"))):
            lines = (pages.item_of(known) for known in self._names[name].values())
            self._write(f"pages/{name}.html", "circles/archive/list.html", lines, title=title, headings=[])

    def _sheets(self, table: Table) -> None:
        ends = self.writing.ends[table.label]
        for row in table.rows(self.seat).iterator(chunk_size=100):
            end = ends.get(row.pk)
            if end is None or table.sheet is None:
                continue
            sheet, said = table.sheet(row, self.seat), (table.label, row.pk)
            self._write(
                f"pages/{end.page}", "circles/archive/sheet.html", map(pages.part, sheet.parts), title=sheet.title,
                facts=[fact for fact in sheet.facts if fact[1]], section=table.title, list=f"{table.name}.html",
                came_from=self._came.get(said, []), gave=self._gave.get(said, []),
            )  # fmt: skip
            text = pages.markdown(table.sheet(row, self.seat))
            self.folder.write(f"textes/{end.page.removesuffix('.html')}.md", text)

    def _sections(self) -> list[dict[str, Any]]:
        titles = {table.name: table for table in self.writing.tables}
        words = {
            PEOPLE: _("Personnes nommées"),
            ORGANISATIONS: _("Organisations nommées"),
            LINKS: _("Ce qui vient de quoi"),
        }
        found = []
        for name, count in self.writing.counts.items():
            table = titles.get(name)
            has_page = name in (PEOPLE, ORGANISATIONS) or (table is not None and (table.sheet or not table.aside))
            found.append({
                "title": table.title if table else words[name], "count": count, "file": f"{name}.csv",
                "table": f"donnees/{name}.csv", "page": f"pages/{name}.html" if has_page else "",
            })  # fmt: skip
        return found


def _is_told(column: Column) -> bool:
    return column.field != "ref" and column.kind not in (Kind.FILE, Kind.ROWS, Kind.JSON)
