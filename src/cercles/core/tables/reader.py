"""Read a CSV file as people send it: any encoding, any separator, in constant memory; or one sentence that says why not."""

import codecs
import csv
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from cercles.core.tables.cells import original
from cercles.core.tables.records import Record, records
from cercles.core.text import search_key

MAX_BYTES = 30 * 1024 * 1024
_PIECE = 1024 * 1024
_DELIMITERS = ";,\t|"
_SIGNATURES = (
    (b"PK\x03\x04", "binary"), (b"\xd0\xcf\x11\xe0", "workbook"), (b"%PDF", "binary"), (b"\x89PNG", "binary"),
    (b"\xff\xd8\xff", "binary"), (b"GIF8", "binary"), (b"\x1f\x8b", "binary"),
)  # fmt: skip


class FileRefused(Exception):
    """The whole file cannot be read; ``text`` says why and what to do."""

    def __init__(self, text: str):
        super().__init__(text)
        self.text = text


@dataclass(frozen=True, slots=True)
class Row:
    """One record: ``line`` is its number in a spreadsheet (the heading is 1), ``end`` the place where the next one begins in the file.

    ``problem`` when it cannot be taken: its cells do not fit the heading, or it has no end.
    """

    line: int
    cells: dict[str, str]
    problem: str = ""
    end: int = 0

    @property
    def is_blank(self) -> bool:
        return not any(self.cells.values())


@dataclass(frozen=True)
class Table:
    """A file whose shape is known; ``rows`` reads it again from the start each time, or from where one wishes.

    ``written_here``: made by this program, its cells are taken as they are. ``begin``: where the first record stands.
    """

    path: Path
    encoding: str
    delimiter: str
    columns: tuple[str, ...]
    begin: int = 0
    written_here: bool = False

    def rows(self, *, skip: int = 0, start: int = 0) -> Iterator[Row]:
        """The records after the first ``skip``; nothing before is read when ``start``, the ``end`` of the last of them, is known."""
        found = self._records(start or self.begin)
        for number, record in enumerate(found if start else itertools.islice(found, skip, None), start=skip + 2):
            yield self._row(number, record)

    def count(self) -> int:
        """How many records there are: one reading of the file, without keeping it."""
        return sum(1 for _record in self._records(self.begin))

    def _records(self, start: int) -> Iterator[Record]:
        return records(self.path, self.encoding, self.delimiter, start, len(self.columns))

    def _row(self, number: int, record: Record) -> Row:
        cells, problem, width = record.cells, record.problem, len(self.columns)
        if self.written_here and len(cells) == width:
            return Row(number, dict(zip(self.columns, cells, strict=True)), problem, record.end)
        while len(cells) > width and not cells[-1].strip():
            cells.pop()
        if len(cells) > width:
            problem = _("Cette ligne compte %(found)d cases au lieu de %(expected)d : un séparateur est de trop.") % {
                "found": len(cells), "expected": width,
            }  # fmt: skip
        padded = [original(cell).strip() for cell in cells] + [""] * width
        return Row(number, dict(zip(self.columns, padded, strict=False)), problem, record.end)


def read_table(path: Path, *, most: int = MAX_BYTES) -> Table:
    """Find out how the file is written. Refuses with one sentence what is no table, and what is larger than ``most`` bytes."""
    with path.open("rb") as file:
        start = file.read(4096)
    refuse_what_is_no_text(start, path.stat().st_size, most)
    encoding = _encoding(path, start)
    with path.open(encoding=encoding, newline="") as file:
        first = file.readline(_PIECE)
    delimiter = find_delimiter(first)
    found = records(path, encoding, delimiter)
    heading = next(found)
    if first.lower().startswith("sep="):
        heading = next(found, heading)
    if heading.problem:
        raise FileRefused(
            _("La ligne de titre de ce fichier ne se lit pas. %(problem)s") % {"problem": heading.problem}
        )
    return Table(path, encoding, delimiter, _columns(heading.cells), heading.end)


def _columns(cells: list[str]) -> tuple[str, ...]:
    columns = tuple(original(cell).strip() for cell in cells)
    while columns and not columns[-1]:
        columns = columns[:-1]
    twice = next((name for name in columns if columns.count(name) > 1), None)
    if twice is not None:
        raise FileRefused(_("La colonne « %(name)s » figure deux fois : gardez-en une.") % {"name": twice})
    return columns


def column_key(name: str) -> str:
    """How a heading is compared: « Code postal », « code_postal » and « CODE-POSTAL » are one column."""
    return search_key(name.replace("_", " "))


def refuse_what_is_no_text(start: bytes, size: int, most: int) -> None:
    """``start``: the first bytes of a file of ``size`` bytes."""
    if not start.strip():
        raise FileRefused(_("Ce fichier est vide."))
    if size > most:
        raise FileRefused(_("Ce fichier dépasse 30 Mo : partagez-le en plusieurs fichiers."))
    kind = next((kind for signature, kind in _SIGNATURES if start.startswith(signature)), "")
    if kind == "workbook":
        raise FileRefused(
            _(
                "Ce fichier est un ancien classeur Excel, ou il a un mot de passe : enregistrez-le au format .xlsx ou CSV."
            )
        )
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<!doctype", b"<html", b"<?xml")):
        raise FileRefused(
            _(
                "Ce fichier est une page web et non un tableau : téléchargez le fichier lui-même, pas la page qui le présente."
            )
        )
    if kind or (b"\x00" in start and not start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))):
        raise FileRefused(_("Ce fichier n’est pas un tableau : envoyez un CSV ou un classeur."))


def _encoding(path: Path, start: bytes) -> str:
    """UTF-8 if the whole file is; else what Windows writes in France."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    for encoding in ("utf-8-sig", "cp1252"):
        if _decodes(path, encoding):
            return encoding
    return "latin-1"


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                if b"\x00" in piece:
                    raise FileRefused(_("Ce fichier n’est pas un tableau : envoyez un CSV ou un classeur."))
                decoder.decode(piece)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def find_delimiter(first: str) -> str:
    """The separator that cuts the heading into most cells, quotes respected; Excel's ``sep=;`` says it outright."""
    if first.lower().startswith("sep=") and len(first.strip()) == 5:
        return first.strip()[-1]
    return max(_DELIMITERS, key=lambda sign: len(next(csv.reader([first], delimiter=sign), [])))
