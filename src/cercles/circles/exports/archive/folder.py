"""A folder that is whole or is not there: written aside, put on the disk, then named.

Killed at any moment, it leaves a hidden folder that nobody takes for an export; the next run for the same place clears it.
"""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from cercles.circles.enums import MANIFEST, SUMS
from cercles.core.errors import RuleBroken


class Folder:
    """What is being written. ``sums`` is read by ``sha256sum -c``, so that anybody checks a copy without the software."""

    def __init__(self, root: Path) -> None:
        self.root, self.files, self._sums = root, 0, (root / SUMS).open("wb")

    def write(self, path: str, pieces: Iterable[bytes]) -> None:
        target, digest = self.root / path, hashlib.sha256()
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as file:
            for piece in pieces:
                digest.update(piece)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        self._sums.write(f"{digest.hexdigest()}  {path}\n".encode())
        self.files += 1

    def vouch(self, path: str) -> None:
        """For a file that is there already: the manifest of a folder inside this one."""
        self._sums.write(f"{hashlib.sha256((self.root / path).read_bytes()).hexdigest()}  {path}\n".encode())
        self.files += 1

    def finish(self, said: dict[str, Any]) -> None:
        """The manifest comes last, and answers for the sums: without it the folder is nothing."""
        self._sums.flush()
        os.fsync(self._sums.fileno())
        self._sums.close()
        sums = hashlib.sha256((self.root / SUMS).read_bytes()).hexdigest()
        text = json.dumps({**said, "fichiers": self.files, SUMS: sums}, ensure_ascii=False, indent=1, sort_keys=True)
        with (self.root / MANIFEST).open("xb") as file:
            file.write(f"{text}\n".encode())
            file.flush()
            os.fsync(file.fileno())
        for folder in {self.root, *(path for path in self.root.rglob("*") if path.is_dir())}:
            _on_disk(folder)

    def close(self) -> None:
        self._sums.close()


def _on_disk(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _refuse(destination: Path) -> None:
    if destination.exists() or destination.is_symlink():
        told = _("« %(folder)s » existe déjà : donnez le nom d’un dossier à créer.") % {"folder": destination}
        raise RuleBroken("folder_there", told)
    if not destination.parent.is_dir():
        told = _("Le dossier « %(folder)s » n’existe pas.") % {"folder": destination.parent}
        raise RuleBroken("folder_parent", told)


@contextmanager
def whole_folder(destination: Path) -> Iterator[Folder]:
    """Give the folder to fill; it takes its name at the end, all at once, when ``finish`` was called."""
    destination = destination.absolute()
    _refuse(destination)
    aside, guard = (
        destination.parent / f".{destination.name}.en-cours",
        destination.parent / f".{destination.name}.verrou",
    )
    with guard.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            told = _("Un autre export vers « %(folder)s » est en cours.") % {"folder": destination}
            raise RuleBroken("folder_busy", told) from None
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir()
        folder = Folder(aside)
        try:
            yield folder
        finally:
            folder.close()
        if not (aside / MANIFEST).exists():
            raise RuntimeError("the folder was not finished")
        _refuse(destination)
        aside.rename(destination)
        _on_disk(destination.parent)
        guard.unlink(missing_ok=True)
