"""What a zip holds: names in whatever letters they were written, and what is not taken, said before anything is unpacked."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, NamedTuple

from cercles.core.text import file_name, visible

MOST_FILES, MOST_UNPACKED = 5_000, 4 * 1024 * 1024 * 1024
_END, _END_LENGTH = b"PK\x05\x06", 22
_UTF8, _LOCKED = 0x800, 0x1
_NAMED_AGAIN = 0x7075  # the extra field where Info-ZIP writes a name in UTF-8
_LINK = 0o120000
# What systems leave in folders without anybody having put it there.
_LEFT_BEHIND = ("__macosx", ".ds_store", "thumbs.db", "desktop.ini", ".directory")
_ARCHIVES = (".zip", ".7z", ".rar", ".tar", ".gz", ".tgz")
_FRENCH = frozenset("àâäæçéèêëîïôöœùûüÿÀÂÄÆÇÉÈÊËÎÏÔÖŒÙÛÜŸ’«»°–—€")
_DAMAGES = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)


class Unopened(Exception):
    """``code``: why the archive is refused as a whole."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


class Inside(NamedTuple):
    """A file of an archive. ``folder``: the folders it lies in; ``refused``: why it cannot be taken, as a code."""

    position: int
    folder: str
    name: str
    size: int
    refused: str = ""

    @property
    def path(self) -> str:
        return f"{self.folder}/{self.name}" if self.folder else self.name


def read_archive(path: Path) -> list[Inside]:
    """Its files, in their order; without folders and what systems leave behind."""
    with _opened(path) as archive:
        found = [_inside(at, info) for at, info in enumerate(archive.infolist()) if not info.is_dir()]
    kept = [one for one in found if not _left_behind(one)]
    if not kept:
        raise Unopened("nothing")
    if sum(one.size for one in kept) > MOST_UNPACKED:
        raise Unopened("swells")
    return kept


@contextmanager
def unpacked(path: Path, position: int) -> Iterator[IO[bytes]]:
    """A file of the archive as a stream, which never gives more than its size said. Damage is ``Unopened("damaged")``."""
    with _opened(path) as archive:
        try:
            with archive.open(archive.infolist()[position]) as stream:
                yield stream
        except _DAMAGES as error:
            raise Unopened("damaged") from error


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    if _counted(path) > MOST_FILES * 2:  # folders count too
        raise Unopened("too_many")
    try:
        archive = zipfile.ZipFile(path)
    except _DAMAGES as error:
        raise Unopened("damaged") from error
    with archive:
        yield archive


def _counted(path: Path) -> int:
    """How many entries the end of the archive announces, read without making a list of them."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - 65_535 - _END_LENGTH))
        tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_LENGTH:
        raise Unopened("damaged")
    return int(struct.unpack_from("<H", tail, at + 10)[0])


def _inside(position: int, info: zipfile.ZipInfo) -> Inside:
    said = _name(info).replace("\\", "/").split("\x00")[0]
    *folders, name = PurePosixPath(said).parts or ("",)
    said = "/".join([*map(visible, folders), file_name(name)])
    parts = [part for part in PurePosixPath(said).parts if part != "."]
    refused = ""
    if said.startswith("/") or ".." in parts or (parts and parts[0].endswith(":")):
        refused = "outside"
    elif info.external_attr >> 16 & 0o170000 == _LINK:
        refused = "link"
    elif info.flag_bits & _LOCKED:
        refused = "locked"
    elif said.lower().endswith(_ARCHIVES):
        refused = "nested"
    parts = [part for part in parts if part not in ("/", "..") and not part.endswith(":")] or ["?"]
    return Inside(position, "/".join(parts[:-1]), parts[-1], info.file_size, refused)


def _left_behind(one: Inside) -> bool:
    name, folders = one.name.lower(), one.folder.lower().split("/")
    return name in _LEFT_BEHIND or name.startswith(("~$", "._", ".~lock")) or "__macosx" in folders


def _name(info: zipfile.ZipInfo) -> str:
    """What was written. Only some archives say in which letters; the others are read as the letters that make the most French."""
    if info.flag_bits & _UTF8:
        return info.orig_filename
    raw = info.orig_filename.encode("cp437")
    if again := _named_again(info.extra, raw):
        return again
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        read = [raw.decode(letters, "replace") for letters in ("cp850", "cp1252", "cp437")]
        return max(read, key=lambda name: sum(sign in _FRENCH for sign in name))


def _named_again(extra: bytes, raw: bytes) -> str:
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<HH", extra)
        said, extra = extra[4 : 4 + length], extra[4 + length :]
        if kind == _NAMED_AGAIN and len(said) > 5 and struct.unpack_from("<I", said, 1)[0] == zlib.crc32(raw):
            return said[5:].decode("utf-8", "replace")
    return ""
