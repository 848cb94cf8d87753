"""Read a CSV file as people send it: any encoding, any separator, in constant memory; or one sentence that says why not."""

import codecs
import csv
import io
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from cercles.core.tables.cells import original
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


@dataclass(frozen=True)
class Row:
    """One record: ``line`` is its number in a spreadsheet (the heading is 1); ``problem`` when its cells do not fit the heading."""

    line: int
    cells: dict[str, str]
    problem: str = ""

    @property
    def is_blank(self) -> bool:
        return not any(self.cells.values())


@dataclass(frozen=True)
class Table:
    """A file whose shape is known; ``rows`` reads it again from the start each time, from where one wishes."""

    path: Path
    encoding: str
    delimiter: str
    columns: tuple[str, ...]

    def rows(self, *, skip: int = 0) -> Iterator[Row]:
        """The records after the first ``skip``."""
        with _records(self.path, self.encoding, self.delimiter) as records:
            next(records)
            for number, cells in itertools.islice(enumerate(records, start=2), skip, None):
                yield self._row(number, cells)

    def count(self) -> int:
        """How many records there are: one reading of the file, without keeping it."""
        with _records(self.path, self.encoding, self.delimiter) as records:
            return sum(1 for _record in records) - 1

    def _row(self, number: int, cells: list[str]) -> Row:
        while len(cells) > len(self.columns) and not cells[-1].strip():
            cells.pop()
        problem = ""
        if len(cells) > len(self.columns):
            problem = _("Cette ligne compte %(found)d cases au lieu de %(expected)d : un séparateur est de trop.") % {
                "found": len(cells), "expected": len(self.columns),
            }  # fmt: skip
        padded = [original(cell).strip() for cell in cells] + [""] * len(self.columns)
        return Row(number, dict(zip(self.columns, padded, strict=False)), problem)


def read_table(path: Path) -> Table:
    """Find out how the file is written. Refuses with one sentence what is no table."""
    with path.open("rb") as file:
        start = file.read(4096)
    _refuse_what_is_no_text(start, path.stat().st_size)
    encoding = _encoding(path, start)
    with path.open(encoding=encoding, newline="") as file:
        first = file.readline(_PIECE)
    delimiter = _delimiter(first)
    with _records(path, encoding, delimiter) as records:
        heading = next(records, [])
    columns = tuple(original(cell).strip() for cell in heading)
    while columns and not columns[-1]:
        columns = columns[:-1]
    twice = next((name for name in columns if columns.count(name) > 1), None)
    if twice is not None:
        raise FileRefused(_("La colonne « %(name)s » figure deux fois : gardez-en une.") % {"name": twice})
    return Table(path, encoding, delimiter, columns)


def column_key(name: str) -> str:
    """How a heading is compared: « Code postal », « code_postal » and « CODE-POSTAL » are one column."""
    return search_key(name.replace("_", " "))


def _refuse_what_is_no_text(start: bytes, size: int) -> None:
    if not start.strip():
        raise FileRefused(_("Ce fichier est vide."))
    if size > MAX_BYTES:
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


def _delimiter(first: str) -> str:
    """The separator that cuts the heading into most cells, quotes respected; Excel's ``sep=;`` says it outright."""
    if first.lower().startswith("sep=") and len(first.strip()) == 5:
        return first.strip()[-1]
    return max(_DELIMITERS, key=lambda sign: len(next(csv.reader([first], delimiter=sign), [])))


@contextmanager
def _records(path: Path, encoding: str, delimiter: str) -> Iterator[Iterator[list[str]]]:
    with path.open(encoding=encoding, newline="") as file:
        yield _told(csv.reader(_after_sep(file), delimiter=delimiter))


def _after_sep(file: io.TextIOBase) -> Iterator[str]:
    first = file.readline()
    if not first.lower().startswith("sep="):
        yield first
    yield from file


def _told(reader: Any) -> Iterator[list[str]]:
    try:
        yield from reader
    except csv.Error as error:
        raise FileRefused(
            _("Le fichier devient illisible à la ligne %(line)d : un guillemet y est ouvert et jamais refermé.")
            % {"line": reader.line_num}
        ) from error
