"""Workbooks written as they come: a zip file whose one long part is the sheet. A long list takes the memory of one piece.

What a library makes of a list stands whole in memory, a few kilobytes a row for LibreOffice. Both formats are zipped XML; the part
that matters is a few elements. Every writing of the same rows gives the same bytes.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain
from string import ascii_uppercase
from typing import Any
from xml.sax.saxutils import escape

from django.utils import timezone

_CHUNK = 64 * 1024
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_BEGINNING = datetime(1899, 12, 30)  # day 0 of Excel, since March 1900
# Earlier days are counted as if there had been a 29 February 1900, or not at all: they are written as text.
_COUNTED = datetime(1900, 3, 1)
_BOLD, _DAY, _MOMENT = 1, 2, 3  # places in the list of styles below


class _Pipe:
    """What a zip file writes to, and what is taken from it."""

    def __init__(self) -> None:
        self._held = bytearray()

    def write(self, data: Any) -> int:
        self._held += data
        return len(data)

    def flush(self) -> None:
        """Nothing waits elsewhere."""

    def __len__(self) -> int:
        return len(self._held)

    def taken(self) -> bytes:
        taken, self._held = bytes(self._held), bytearray()
        return taken


def _packed(parts: Mapping[str, str], sheet: str, pieces: Iterable[str]) -> Iterator[bytes]:
    """The first of ``parts`` is stored as it is, which a LibreOffice document asks for."""
    pipe: Any = _Pipe()
    with zipfile.ZipFile(pipe, "w") as archive:
        for number, (name, text) in enumerate(parts.items()):
            kind = zipfile.ZIP_DEFLATED if number else zipfile.ZIP_STORED
            archive.writestr(zipfile.ZipInfo(name), text, compress_type=kind)
        info = zipfile.ZipInfo(sheet)
        info.compress_type = zipfile.ZIP_DEFLATED
        with archive.open(info, "w") as file:
            for piece in pieces:
                file.write(piece.encode())
                if len(pipe) > _CHUNK:
                    yield pipe.taken()
    yield pipe.taken()


def _local(value: date) -> date:
    """A moment as the clock on the wall says it: spreadsheets know no zones."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.make_naive(value)
    return value


# Excel

_EXCEL = {
    "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>',
    "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}/relationships">'
    '<sheets><sheet name="Liste" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/relationships/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/relationships/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'{_HEAD}<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4">'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="22" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}  # fmt: skip


def excel(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """Numbers and dates stay numbers and dates; every text stands in its own cell, so that nothing is kept until the end."""
    return _packed(_EXCEL, "xl/worksheets/sheet1.xml", _excel_sheet(columns, rows))


def _excel_sheet(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    letters = [_letters(number) for number in range(len(columns))]
    yield (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>'
    )
    yield f'<row r="1">{"".join(_excel_text(f"{place}1", one, _BOLD) for place, one in zip(letters, columns, strict=True))}</row>'
    for line, row in enumerate(rows, start=2):
        cells = (_excel_cell(f"{place}{line}", value) for place, value in zip(letters, row, strict=True))
        yield f'<row r="{line}">{"".join(cells)}</row>'
    yield "</sheetData></worksheet>"


def _letters(number: int) -> str:
    """A, B… Z, AA: the name of a column."""
    rest = f"{_letters(number // 26 - 1)}" if number >= 26 else ""
    return rest + ascii_uppercase[number % 26]


def _excel_cell(place: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, int | float | Decimal):
        return f'<c r="{place}"><v>{value}</v></c>'
    if isinstance(value, date):
        moment = isinstance(value, datetime)
        local: Any = _local(value) if moment else datetime(value.year, value.month, value.day)
        if local < _COUNTED:
            return _excel_text(place, value.isoformat())
        days = (local - _BEGINNING).total_seconds() / 86_400
        return f'<c r="{place}" s="{_MOMENT if moment else _DAY}"><v>{days:.10g}</v></c>'
    return _excel_text(place, str(value))


def _excel_text(place: str, text: str, style: int = 0) -> str:
    said = f' s="{style}"' if style else ""
    return f'<c r="{place}"{said} t="inlineStr"><is><t xml:space="preserve">{_escaped(text)}</t></is></c>'


def _escaped(text: str) -> str:
    return escape(text, {"\r": "&#13;"})


# LibreOffice

_OPENDOCUMENT = {
    "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
    "META-INF/manifest.xml": f'{_HEAD}<manifest:manifest xmlns:manifest="{_ODF}:manifest:1.0" manifest:version="1.2">'
    '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>',
}
_SPACES = re.compile(r"^ +| +$|(?<= ) +")


def opendocument(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """The same for LibreOffice."""
    return _packed(_OPENDOCUMENT, "content.xml", _opendocument_sheet(columns, rows))


def _opendocument_sheet(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    names = "".join(f' xmlns:{name}="{_ODF}:{name}:1.0"' for name in ("office", "table", "text"))
    yield (
        f'{_HEAD}<office:document-content{names} office:version="1.2"><office:body><office:spreadsheet>'
        f'<table:table table:name="Liste"><table:table-column table:number-columns-repeated="{len(columns)}"/>'
    )
    yield from map(_opendocument_row, chain([columns], rows))
    yield "</table:table></office:spreadsheet></office:body></office:document-content>"


def _opendocument_row(row: Sequence[Any]) -> str:
    return f"<table:table-row>{''.join(map(_opendocument_cell, row))}</table:table-row>"


def _opendocument_cell(value: Any) -> str:
    if value is None or value == "":
        return "<table:table-cell/>"
    if isinstance(value, int | float | Decimal):
        return f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p></table:table-cell>'
    if isinstance(value, date):
        said = _local(value).isoformat()
        return f'<table:table-cell office:value-type="date" office:date-value="{said}"><text:p>{said}</text:p></table:table-cell>'
    paragraphs = "".join(f"<text:p>{_paragraph(line)}</text:p>" for line in str(value).split("\n"))
    return f'<table:table-cell office:value-type="string">{paragraphs}</table:table-cell>'


def _paragraph(line: str) -> str:
    """Spaces that follow one another, or stand at an end, and tabs, are elements: a reader would drop them otherwise."""
    said = _SPACES.sub(lambda met: f'<text:s text:c="{len(met.group())}"/>', _escaped(line))
    return said.replace("\t", "<text:tab/>")
