"""Write a table as it comes, row after row: a list of any length takes the memory of one piece."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from cercles.core.tables.cells import as_text, neutral
from cercles.core.tables.flavours import Flavour
from cercles.core.tables.packed import excel, opendocument

_CHUNK = 64 * 1024
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML knows no such characters


def write_table(columns: Sequence[str], rows: Iterable[Sequence[Any]], flavour: str) -> Iterator[bytes]:
    """The bytes of the file, in pieces. In a workbook a code such as ``01`` is text and stays text."""
    chosen = Flavour(flavour)
    if chosen.extension == "csv":
        yield from _csv(columns, rows, french=chosen == Flavour.EXCEL_FR)
    else:
        pack = excel if chosen == Flavour.XLSX else opendocument
        yield from pack([_cell(str(column)) for column in columns], ([_cell(value) for value in row] for row in rows))


def _csv(columns: Sequence[str], rows: Iterable[Sequence[Any]], *, french: bool) -> Iterator[bytes]:
    """« Excel (fr) »: ``;``, a byte-order mark, decimal comma. « Open data »: RFC 4180. Both end lines as RFC 4180 says."""
    piece = io.StringIO(newline="")
    piece.write("\ufeff" if french else "")
    write = csv.writer(piece, delimiter=";" if french else ",", lineterminator="\r\n").writerow
    write([neutral(str(column)) for column in columns])
    for row in rows:
        write([as_text(value, french=french) for value in row])
        if piece.tell() > _CHUNK:
            yield piece.getvalue().encode()
            piece.seek(0)
            piece.truncate()
    yield piece.getvalue().encode()


def _cell(value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return as_text(value, french=True)
    if isinstance(value, str):
        return neutral(_UNWRITABLE.sub("", value))
    return value
