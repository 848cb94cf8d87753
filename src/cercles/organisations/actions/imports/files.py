"""The file of an import, kept as a CSV under its own hash: the same file twice is kept once."""

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from cercles.core.errors import RuleBroken
from cercles.core.tables import FileRefused, as_csv, read_table
from cercles.core.tables.reader import MAX_BYTES
from cercles.organisations.actions.imports.layouts import reader_for
from cercles.organisations.models import ImportRun


def path_of(run: ImportRun) -> Path:
    return Path(settings.MEDIA_ROOT) / run.stored_name


def store_file(pieces: Iterable[bytes], layout: str) -> tuple[str, int]:
    """Keep the file as a CSV under its hash, written whole or not at all; gives the hash and the size. No transaction is open.

    Refuses with a sentence what cannot be read as ``layout``, before anything is promised.
    """
    folder = Path(settings.MEDIA_ROOT) / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f".{os.urandom(8).hex()}"
    try:
        _receive(draft, pieces)
        with _readable(draft, layout) as table, table.open("rb") as file:
            sha256, size = hashlib.file_digest(file, "sha256").hexdigest(), table.stat().st_size
            if table != draft:
                shutil.copyfile(table, draft)
        draft.replace(folder / f"{sha256}.csv")
    finally:
        draft.unlink(missing_ok=True)
    return sha256, size


def _receive(draft: Path, pieces: Iterable[bytes]) -> None:
    size = 0
    with draft.open("wb") as file:
        for piece in pieces:
            size += len(piece)
            if size > MAX_BYTES:
                raise RuleBroken(
                    "file_too_big", _("Ce fichier dépasse 30 Mo : partagez-le en plusieurs fichiers."), field="file"
                )
            file.write(piece)


@contextmanager
def _readable(path: Path, layout: str) -> Iterator[Path]:
    """The file as a CSV that has the columns of ``layout``."""
    try:
        with as_csv(path) as table:
            reader_for(layout, read_table(table))
            yield table
    except FileRefused as refusal:
        raise RuleBroken("file_unreadable", refusal.text, field="file") from refusal
