"""The records of a CSV file, with the place where each ends, so that reading goes on from there after an accident.

A bad record costs itself alone: a quotation mark that is never closed does not swallow what follows, and a line of any length
takes the memory of ``LONGEST_LINE``.
"""

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, NamedTuple

from django.utils.translation import gettext as _

LONGEST_LINE = 8 * 1024 * 1024  # of a file, in bytes
LONGEST_RECORD = 200_000  # characters, as soon as it runs over several lines: longer, a quotation mark is missing
MOST_BYTES = 100_000  # of a record that is taken
_START = 2_000  # characters kept of a record that is not
_SKIPPED = 64 * 1024

EITHER = "utf-8 or cp1252"  # of files too large to be read twice: a line that is not the one is the other
# In such a file, a control character is an accident of who made it, which neither PostgreSQL nor a workbook can keep: it becomes a space.
_CLEAN = bytes(32 if code == 127 or (code < 32 and code not in b"\t\n\r") else code for code in range(256))
_LATE_CONTROLS = re.compile("[\x80-\x9f]")

csv.field_size_limit(LONGEST_LINE)


class Record(NamedTuple):
    """``end``: where the next one begins, in the file's own unit; ``problem`` when it cannot be taken."""

    cells: list[str]
    end: int
    problem: str


class _Endless(Exception):
    """The record runs on and on."""


def records(path: Path, encoding: str, delimiter: str, start: int = 0, width: int = 0) -> Iterator[Record]:
    """From ``start``, which is 0 or the ``end`` of a record. ``width``: how many cells the heading has, 0 when it is not known."""
    by_bytes = _is_bytes(path, encoding)
    with path.open("rb") if by_bytes else path.open(encoding=encoding, newline="") as file:
        yield from records_in(file, encoding if by_bytes else "", delimiter, start, width)


def records_in(file: IO[Any], encoding: str, delimiter: str, start: int = 0, width: int = 0) -> Iterator[Record]:
    """The same of an open file of bytes, or of text when ``encoding`` is empty; ``EITHER`` tells line by line."""
    yield from _read(_Lines(file, encoding, start), delimiter, width)


def _read(lines: "_Lines", delimiter: str, width: int) -> Iterator[Record]:
    reader = csv.reader(lines, delimiter=delimiter)
    while True:
        lines.begin()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (_Endless, csv.Error):
            yield lines.alone()
            reader = csv.reader(lines, delimiter=delimiter)
            continue
        if (len(lines.taken) > 1 or lines.is_over) and lines.is_torn(cells, width):
            yield lines.alone()
            reader = csv.reader(lines, delimiter=delimiter)
            continue
        size = lines.end - lines.began
        if size > MOST_BYTES:
            yield Record([cell[:_START] for cell in cells[: width or None]], lines.end, _too_long(size))
        else:
            yield Record(cells, lines.end, "")


class _Lines:
    """Lines as the reader takes them, one by one; those of the record that is being read are kept, to be read again."""

    def __init__(self, file: IO[Any], encoding: str, start: int) -> None:
        self._file, self._encoding = file, encoding
        self._again: list[tuple[str, int]] = []
        self.taken: list[tuple[str, int]] = []
        self.end = self.began = start
        self._length = 0
        self.is_over = False
        self._go_to(start)

    def _go_to(self, start: int) -> None:
        if self._encoding:
            if start:
                self._file.seek(start)
            self._encoding = "utf-8" if start and self._encoding == "utf-8-sig" else self._encoding
        else:
            at = 0
            while at < start and (line := self._file.readline()):
                at += len(line)

    def __iter__(self) -> "_Lines":
        return self

    def begin(self) -> None:
        self.taken, self.began, self._length = [], self.end, 0

    def __next__(self) -> str:
        line, size = self._again.pop() if self._again else self._next()
        if not size:
            self.is_over = True
            raise StopIteration
        self.taken.append((line, size))
        self.end += size
        self._length += len(line)
        if size > LONGEST_LINE or (len(self.taken) > 1 and self._length > LONGEST_RECORD):
            raise _Endless
        return line

    def _next(self) -> tuple[str, int]:
        raw = self._file.readline(LONGEST_LINE + 1)
        if not self._encoding:
            return raw, len(raw)
        size = len(raw)
        if size > LONGEST_LINE:
            raw, size = raw[:_START], size + self._rest_of_line()
            return self._decode(raw, "replace"), size
        return self._decode(raw), size

    def _decode(self, raw: bytes, errors: str = "strict") -> str:
        if self._encoding == EITHER:
            raw = raw.translate(_CLEAN)
            try:
                text = raw.decode("utf-8")
                return _LATE_CONTROLS.sub(" ", text) if b"\xc2" in raw else text
            except UnicodeDecodeError:
                return raw.decode("cp1252", "replace")
        line = raw.decode(self._encoding, errors)
        if self._encoding == "utf-8-sig":
            self._encoding = "utf-8"
        return line

    def _rest_of_line(self) -> int:
        passed = 0
        while piece := self._file.readline(_SKIPPED):
            passed += len(piece)
            if piece.endswith(b"\n"):
                break
        return passed

    def is_torn(self, cells: list[str], width: int) -> bool:
        """It ran over lines with more cells than it should, or the end of the file leaves a quotation mark open."""
        if width and len(cells) > width and any(cell.strip() for cell in cells[width:]):
            return True
        return self.is_over and sum(line.count('"') for line, _size in self.taken) % 2 == 1

    def alone(self) -> Record:
        """The first line of what was taken, refused; the lines after it are read again as records of their own."""
        (line, size), *others = self.taken
        self._again += reversed(others)
        self.end, self.is_over = self.began + size, False
        return Record([line[:_START].rstrip("\r\n")], self.end, _too_long(size) if size > MOST_BYTES else _torn())


def _too_long(size: int) -> str:
    return _("Cette ligne compte %(size)d ko, %(most)d au plus : raccourcissez-la.") % {
        "size": size // 1000,
        "most": MOST_BYTES // 1000,
    }


def _torn() -> str:
    return _("Un guillemet est ouvert dans cette ligne et jamais refermé, ou la ligne est coupée : corrigez-la.")


def _is_bytes(path: Path, encoding: str) -> bool:
    """Lines end by the byte of ``\\n``: neither UTF-16, nor a file whose lines end by ``\\r`` alone."""
    if encoding == "utf-16":
        return False
    with path.open("rb") as file:
        start = file.read(_SKIPPED)
    return b"\r" not in start or b"\n" in start
