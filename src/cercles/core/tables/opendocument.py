"""The rows of a LibreOffice sheet, read as they come: a sheet that says « this cell, a million times » is never unrolled."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from django.utils.translation import gettext as _

from cercles.core.tables.reader import FileRefused

CONTENT = "content.xml"
_MOST_CELLS, _MOST_REPEATS = 1_000, 100_000
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_SIGNS = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}


def sheet_rows(path: Path) -> Iterator[list[str]]:
    """The rows of the first sheet, as text; an empty row that repeats to the end of the sheet is given once."""
    with zipfile.ZipFile(path) as archive, archive.open(CONTENT) as content:
        for _event, element in ElementTree.iterparse(content):
            if element.tag == f"{_TABLE}table-row":
                cells = _cells(element)
                times = int(element.get(f"{_TABLE}number-rows-repeated", "1"))
                if any(cells) and times > _MOST_REPEATS:
                    raise FileRefused(_("Une ligne de ce classeur se répète sans fin : effacez-la, puis renvoyez-le."))
                for _time in range(times if any(cells) or times <= _MOST_REPEATS else 1):
                    yield cells
                element.clear()
            elif element.tag == f"{_TABLE}table":
                return


def _cells(row: ElementTree.Element) -> list[str]:
    cells: list[str] = []
    for cell in row:
        text = _cell(cell) if cell.tag == f"{_TABLE}table-cell" else ""
        times = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
        if text and len(cells) + times > _MOST_CELLS:
            raise FileRefused(_("Ce classeur a trop de colonnes : gardez celles de l’export."))
        cells += [text] * min(times, _MOST_CELLS)
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _cell(cell: ElementTree.Element) -> str:
    """The value that is kept, not the one that is drawn: 80746931700018 and not 8,07E+13."""
    kind = cell.get(f"{_OFFICE}value-type", "")
    if kind in ("float", "percentage", "currency"):
        return cell.get(f"{_OFFICE}value", "").removesuffix(".0")
    if kind == "boolean":
        return "oui" if cell.get(f"{_OFFICE}boolean-value") == "true" else "non"
    if kind == "date":
        return cell.get(f"{_OFFICE}date-value", "").removesuffix("T00:00:00")
    return "\n".join(_written(part) for part in cell if part.tag == f"{_TEXT}p")


def _written(part: ElementTree.Element) -> str:
    """The text of a paragraph, with the spaces, tabs and line ends that the format writes as elements."""
    text = part.text or ""
    for child in part:
        if child.tag == f"{_TEXT}s":
            text += " " * min(int(child.get(f"{_TEXT}c", "1")), 1_000)
        elif child.tag.startswith(_OFFICE):  # a comment hung on the cell
            pass
        else:
            text += _SIGNS.get(child.tag, _written(child))
        text += child.tail or ""
    return text
