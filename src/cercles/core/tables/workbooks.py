"""A workbook of Excel or LibreOffice is read as the CSV of its first sheet, so that everything after reads one kind of file."""

import csv
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from django.utils.translation import gettext as _

from cercles.core.tables.opendocument import CONTENT, sheet_rows
from cercles.core.tables.reader import MAX_BYTES, FileRefused

_ZIP = b"PK\x03\x04"
_EXCEL = "xl/workbook.xml"
_UNPACKED = 100 * 1024 * 1024  # a workbook may be a small file that unpacks without end
_BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, TypeError, AttributeError, ElementTree.ParseError,
    NotImplementedError,
)  # fmt: skip


@contextmanager
def as_csv(path: Path) -> Iterator[Path]:
    """``path`` itself when it is no workbook, else a CSV file of its first sheet that lives as long as the block.

    Refuses with one sentence an archive that is no workbook, a broken one, and one too large to open.
    """
    with path.open("rb") as file:
        if file.read(4) != _ZIP:
            yield path
            return
    with tempfile.TemporaryDirectory(prefix="cercles-") as folder:
        made = Path(folder) / "table.csv"
        try:
            _write(made, _rows(path))
        except _BROKEN as error:
            raise FileRefused(
                _("Ce classeur est abîmé ou incomplet : ouvrez-le, enregistrez-le à nouveau, puis renvoyez-le.")
            ) from error
        yield made


def _rows(path: Path) -> Iterable[list[str]]:
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        if sum(info.file_size for info in archive.infolist()) > _UNPACKED:
            raise FileRefused(
                _("Ce classeur est trop grand : enregistrez sa première feuille au format « CSV UTF-8 ».")
            )
    if _EXCEL in names:
        return _excel(path)
    if CONTENT in names and not any(name.startswith("word/") for name in names):
        return sheet_rows(path)
    raise FileRefused(_("Ce fichier est une archive et non un tableau : envoyez un CSV ou un classeur."))


def _excel(path: Path) -> Iterator[list[str]]:
    import openpyxl  # half a second that no process spends to start

    with path.open("rb") as file:  # by its content, whatever its name
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
        for row in book.worksheets[0].iter_rows(values_only=True):
            yield [_text(value) for value in row]


def _text(value: Any) -> str:
    """A cell as it would be typed: a whole number without decimals, a date as 2019-06-12."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def _write(path: Path, rows: Iterable[list[str]]) -> None:
    """Empty lines stay, so that a line keeps its number; those at the end go."""
    empty = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        write = csv.writer(file, quoting=csv.QUOTE_ALL).writerow
        for row in rows:
            if not any(row):
                empty += 1
                continue
            for _line in range(empty):
                write([""])
            empty = 0
            write(row)
            if file.tell() > MAX_BYTES:
                raise FileRefused(_("Ce fichier dépasse 30 Mo : partagez-le en plusieurs fichiers."))
