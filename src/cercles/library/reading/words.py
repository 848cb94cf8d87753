"""The words of a PDF, of an office document (zipped XML) or of a plain text. As much as is kept, no more."""

import re
import zipfile
import zlib
from pathlib import Path

from cercles.library.reading.markup import Broken, Collector, feed

MOST_CHARACTERS = 400_000
_MOST_UNPACKED = 100 * 1024 * 1024  # a document may be a small file that unpacks without end
_MOST_PAGES, _CHUNK = 2_000, 64 * 1024
# Where the words stand in each format.
_PARTS = {
    ".docx": r"word/(document|footnotes|endnotes)\.xml",
    ".pptx": r"ppt/(slides|notesSlides)/\w+\.xml",
    ".xlsx": r"xl/sharedStrings\.xml",
    ".odt": r"content\.xml", ".ods": r"content\.xml", ".odp": r"content\.xml",
}  # fmt: skip
_BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, KeyError, OSError)


def text_of(path: Path, suffix: str) -> str:
    if suffix == ".pdf":
        text = _pdf(path)
    elif suffix in _PARTS:
        text = _office(path, suffix)
    elif suffix in (".txt", ".csv"):
        text = _plain(path)
    else:
        return ""
    return _kept(text)


def _kept(text: str) -> str:
    """Without signs that a database refuses, nor the empty room of a page."""
    text = re.sub(r"[\x00-\x08\x0b-\x1f\ud800-\udfff]", "", text)
    text = re.sub(r"[^\S\n]+", " ", text)
    return re.sub(r"\s*\n\s*", "\n", text).strip()[:MOST_CHARACTERS]


def _pdf(path: Path) -> str:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    pieces: list[str] = []
    try:
        reader = PdfReader(path)
        for page in reader.pages[:_MOST_PAGES]:
            pieces.append(page.extract_text())
            if sum(map(len, pieces)) > MOST_CHARACTERS:
                break
    except MemoryError:
        raise
    except (PyPdfError, *_ODDITIES) as error:
        raise Broken from error
    return "\n".join(pieces)


# What pypdf raises, beside its own errors, of a file that breaks the format.
_ODDITIES = (ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError, RecursionError, OSError, ArithmeticError,
             NotImplementedError, zlib.error)  # fmt: skip


def _office(path: Path, suffix: str) -> str:
    collector = Collector(MOST_CHARACTERS, everything=suffix in (".odt", ".ods", ".odp"))
    try:
        with zipfile.ZipFile(path) as archive:
            names = sorted(name for name in archive.namelist() if re.fullmatch(_PARTS[suffix], name))
            if not names and suffix != ".xlsx":
                raise Broken
            left = _MOST_UNPACKED
            for name in names:
                with archive.open(name) as part:
                    left = feed(collector, iter(lambda part=part: part.read(_CHUNK), b""), left)  # type: ignore[misc]
    except _BROKEN_ZIP as error:
        raise Broken from error
    return collector.text


def _plain(path: Path) -> str:
    with path.open("rb") as file:
        data = file.read(4 * MOST_CHARACTERS)
    try:
        return data.decode("utf-8-sig", errors="strict")
    except UnicodeDecodeError as error:
        cut = (
            len(data) == 4 * MOST_CHARACTERS and error.start >= len(data) - 4
        )  # a sign cut in two at the end of what is read
        return data.decode("utf-8-sig" if cut else "cp1252", errors="ignore")
