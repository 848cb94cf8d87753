"""The files of an instance in its archive: packed, and taken back, whether they lie in a folder or in a store that has no paths."""

import tarfile
from contextlib import suppress
from pathlib import Path

from django.core.files.storage import default_storage

from cercles.core.files import every_name, folder, put


def pack(archive: tarfile.TarFile) -> int:
    added, root = 0, folder()
    if root is None:
        return _fetch_files(archive)
    for path in sorted(root.rglob("*")):
        if path.is_file():
            with suppress(FileNotFoundError):  # erased while we were at it
                archive.add(path, f"files/{path.relative_to(root)}")
                added += 1
    return added


def _fetch_files(archive: tarfile.TarFile) -> int:
    """From a store that has no paths, one at a time."""
    added = 0
    for name in every_name():
        with suppress(FileNotFoundError), default_storage.open(name, "rb") as file:
            member = tarfile.TarInfo(f"files/{name}")
            member.size, member.mode = file.size, 0o600
            archive.addfile(member, file)
            added += 1
    return added


def take(unpacked: Path) -> int:
    """The archive's files in place of this home's."""
    unpacked.mkdir(exist_ok=True)
    here = folder()
    if here is None:
        return _send_files(unpacked)
    if here.exists():
        here.rename(unpacked.with_name("replaced"))
    unpacked.rename(here)
    return sum(path.is_file() for path in here.rglob("*"))


def _send_files(unpacked: Path) -> int:
    """To a store that has no paths: what the archive does not hold goes last, once all it holds is there."""
    names = {path.relative_to(unpacked).as_posix(): path for path in unpacked.rglob("*") if path.is_file()}
    for name, path in names.items():
        put(name, path)
    for name in [name for name in every_name() if name not in names]:
        default_storage.delete(name)
    return len(names)
