"""The words of an XML stream. It declares nothing: a document type is where entities that swell are written."""

from collections.abc import Iterable
from xml.parsers import expat

_ENDS = {"p", "h", "br", "line-break", "tab", "si", "cr", "table-cell"}
_LEFT_OUT = {"tracked-changes", "annotation"}  # what was deleted, and remarks in the margin


class Broken(Exception):
    """The file does not read."""


class Full(Exception):
    """As much was read as is kept."""


class Collector:
    """``everything``: LibreOffice writes words straight in its paragraphs; Microsoft in elements named ``t``."""

    def __init__(self, most: int, *, everything: bool):
        self.most, self.everything, self.length = most, everything, 0
        self.pieces: list[str] = []
        self.depth = self.out = 0

    @property
    def text(self) -> str:
        return "".join(self.pieces)

    def restart(self) -> None:
        self.depth = self.out = 0
        self._add("\n")

    def _add(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text)
        if self.length > self.most:
            raise Full

    def begin(self, name: str, _attributes: object) -> None:
        local = name.rpartition(" ")[2]
        if self.out or local in _LEFT_OUT:
            self.out += 1
        elif local == "t" or (self.everything and local in ("p", "h")):
            self.depth += 1
        elif local == "s" and self.everything:
            self._add(" ")

    def end(self, name: str) -> None:
        local = name.rpartition(" ")[2]
        if self.out:
            self.out -= 1
            return
        if self.depth and (local == "t" or (self.everything and local in ("p", "h"))):
            self.depth -= 1
        if local in _ENDS:
            self._add("\n")

    def words(self, data: str) -> None:
        if self.depth and not self.out:
            self._add(data)


def _refuse(*_said: object) -> None:
    raise Broken


def feed(collector: Collector, chunks: Iterable[bytes], left: int) -> int:
    """Read one part; how many bytes may still be unpacked. Stops, silent, when as much is read as is kept."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = collector.begin, collector.end
    parser.CharacterDataHandler = collector.words
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = _refuse
    try:
        collector.restart()
        for chunk in chunks:
            left -= len(chunk)
            if left < 0:
                return 0
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except Full:
        return 0
    except expat.ExpatError as error:
        raise Broken from error
    return left
