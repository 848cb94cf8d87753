"""An mbox file (RFC 4155, and what programs make of it), one message at a time, with the line where each begins."""

import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

_SEPARATOR = b"From "


class Found(NamedTuple):
    """Where a message stands in its file: its line, counted from 1, and its bytes, without the separator."""

    line: int
    start: int
    end: int


def messages_of(file: BinaryIO) -> Iterator[Found]:
    """A line « From … » begins a message at the start of the file and after an empty line; elsewhere it is a sentence."""
    at, number, blank = 0, 0, True
    begun: tuple[int, int] | None = None
    file.seek(0)
    while line := file.readline():
        number += 1
        if blank and line.startswith(_SEPARATOR):
            if begun is not None:
                yield Found(*begun, at)
                file.seek(at + len(line))  # whoever asks reads elsewhere in the same file meanwhile
            begun = (number, at + len(line))
        elif begun is None and line.strip():
            begun = (number, at)  # a file that forgot its first separator
        blank = not line.strip()
        at += len(line)
    if begun is not None:
        yield Found(*begun, at)


def bytes_of(file: BinaryIO, found: Found, most: int) -> bytes:
    """The message itself, its « >From » lines as they were written; the beginning of one that is too long."""
    file.seek(found.start)
    raw = file.read(min(found.end - found.start, most))
    quoted = re.compile(rb"^>(?=>*From )", re.MULTILINE)
    return quoted.sub(b"", raw)
