"""The CSV files of an archive, or a CSV file alone, read one after the other in constant memory, without being unpacked on disk."""

import codecs
import io
import itertools
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.utils.translation import gettext as _

from cercles.core.tables.cells import original
from cercles.core.tables.reader import FileRefused, find_delimiter, refuse_what_is_no_text
from cercles.core.tables.records import EITHER, records_in

_ZIP = b"PK"
_TABLES = (".csv", ".txt", ".tsv")
_LONGEST_HEADING = 1024 * 1024
_LONGEST_NAME = 120
_ENCRYPTED = 1  # the flag of a member of a zip
_RETURN_ALONE = re.compile(rb"[^\n]*?\r(?!\n|\Z)")  # the heading ends by it


@dataclass(frozen=True)
class Part:
    """One CSV file. ``member``: its name inside the archive ``path``, empty for a file alone; ``size`` in bytes, unpacked.

    ``by_returns``: its lines end by ``\\r`` alone, as those of old programs do.
    """

    path: Path
    member: str
    name: str
    size: int
    columns: tuple[str, ...]
    delimiter: str
    by_returns: bool = False

    @property
    def key(self) -> str:
        return f"{self.path.name}/{self.member}"

    def missing(self, names: Sequence[str]) -> list[str]:
        return [name for name in names if name not in self.columns]

    def picker(self, names: Sequence[str]) -> Callable[[Sequence[str]], list[str]]:
        """What takes these columns out of a record, wherever they stand; empty for those that are not there."""
        places = [self.columns.index(name) if name in self.columns else len(self.columns) for name in names]

        def pick(cells: Sequence[str]) -> list[str]:
            count = len(cells)
            return [original(cells[place]).strip() if place < count else "" for place in places]

        return pick

    def rows(self) -> Iterator[tuple[int, list[str], str, int]]:
        """The line as a spreadsheet numbers it, the cells, what is wrong with them, how many bytes were read."""
        width = len(self.columns)
        with _opened(self.path, self.member) as file:
            lines = io.BufferedReader(_Returns(file)) if self.by_returns else file
            found = records_in(lines, EITHER, self.delimiter, width=width)
            for line, (cells, end, problem) in enumerate(itertools.islice(found, 1, None), start=2):
                if len(cells) > width and not problem and any(cell.strip() for cell in cells[width:]):
                    problem = _("Cette ligne compte %(found)d cases au lieu de %(expected)d : un séparateur est de trop.") % {
                        "found": len(cells), "expected": width,
                    }  # fmt: skip
                yield line, cells, problem, end


def every_part(sent: Sequence[tuple[str, Path]]) -> list[Part]:
    """Those of all the files, by what each is called; no two bear one name: « x.csv », but « old.zip/a/x.csv » and « old.zip/b/x.csv »."""
    found = [(name, part) for name, path in sent for part in parts_in(path, name)]
    often = Counter(part.name for _name, part in found)
    taken = {name for name, times in often.items() if times == 1}
    apart: list[Part] = []
    for sent_as, part in found:
        if often[part.name] > 1:
            part = replace(part, name=_unlike(taken, f"{sent_as}/{part.member}" if part.member else sent_as))
            taken.add(part.name)
        apart.append(part)
    return apart


def _unlike(taken: set[str], path: str) -> str:
    """Of a long path the end, which says more than the beginning; a number where that is not enough."""
    for number in itertools.count(1):
        ahead = f"({number}) " if number > 1 else ""
        room = _LONGEST_NAME - len(ahead)
        name = ahead + (path if len(path) <= room else f"…{path[1 - room :]}")
        if name not in taken:
            return name
    raise AssertionError


def parts_in(path: Path, name: str) -> list[Part]:
    """The CSV files of an archive, by name, or the file itself. Refuses with one sentence what is broken, empty or no table."""
    with path.open("rb") as file:
        if file.read(2) != _ZIP:
            return [_part(path, "", name, path.stat().st_size, _start(path.open("rb")))]
    with _told(), zipfile.ZipFile(path) as archive:
        found = sorted((info for info in archive.infolist() if _is_table(info)), key=lambda info: info.filename)
        if any(info.flag_bits & _ENCRYPTED for info in found):
            raise FileRefused(
                _(
                    "Cette archive est protégée par un mot de passe : ouvrez-la, puis envoyez les fichiers qu’elle contient."
                )
            )
        starts = [_start(archive.open(info)) for info in found]
    parts = zip(found, starts, strict=True)
    return [
        _part(path, info.filename, PurePosixPath(info.filename).name, info.file_size, start) for info, start in parts
    ]


def _start(file: IO[bytes]) -> bytes:
    with file:
        return file.readline(_LONGEST_HEADING)


def _is_table(info: zipfile.ZipInfo) -> bool:
    inside = PurePosixPath(info.filename)
    hidden = any(part.startswith((".", "__MACOSX")) for part in inside.parts)
    return not info.is_dir() and not hidden and inside.suffix.lower() in _TABLES


def _part(path: Path, member: str, name: str, size: int, start: bytes) -> Part:
    refuse_what_is_no_text(start, len(start), len(start))
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise FileRefused(_("Ce fichier est en UTF-16 : enregistrez-le en UTF-8, puis envoyez-le à nouveau."))
    by_returns = _RETURN_ALONE.match(start) is not None
    if by_returns:
        start = start.partition(b"\r")[0]
    delimiter = find_delimiter(start.decode("utf-8-sig", "replace"))
    heading = next(records_in(io.BytesIO(start), EITHER, delimiter))
    if heading.problem:
        raise FileRefused(
            _("La ligne de titre de « %(file)s » ne se lit pas : %(why)s") % {"file": name, "why": heading.problem}
        )
    columns = tuple(original(cell.removeprefix("\ufeff")).strip(' "') for cell in heading.cells)
    return Part(path, member, name[:_LONGEST_NAME], size, columns, delimiter, by_returns)


class _Returns(io.RawIOBase):
    """The same bytes, as many of them, with ``\\n`` where ``\\r`` ends the lines."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, room: Any) -> int:
        piece = self._file.read(len(room))
        room[: len(piece)] = piece.replace(b"\r", b"\n")
        return len(piece)


@contextmanager
def _opened(path: Path, member: str) -> Iterator[IO[bytes]]:
    if not member:
        with path.open("rb") as file:
            yield file
        return
    with _told(), zipfile.ZipFile(path) as archive, archive.open(member) as file:
        yield file


@contextmanager
def _told() -> Iterator[None]:
    """What a broken archive raises, wherever it is met."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise FileRefused(
            _(
                "Cette archive est incomplète ou abîmée : le téléchargement s’est sans doute arrêté avant la fin. Téléchargez-la à nouveau."
            )
        ) from error
