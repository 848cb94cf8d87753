"""The files of an import, kept under their own hash: the same file twice is kept once, whole or not at all."""

import hashlib
import os
import shutil
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from cercles.core.errors import RuleBroken
from cercles.core.tables import FileRefused, Table, as_csv, read_table
from cercles.core.tables.reader import MAX_BYTES
from cercles.organisations.actions.imports.gather import check_national, gathered_table
from cercles.organisations.actions.imports.keys import Keys
from cercles.organisations.actions.imports.layouts import reader_for
from cercles.organisations.enums import NATIONAL
from cercles.organisations.models import ImportRun

MOST_NATIONAL = 8 * 1024**3  # of one file of a national register, as it is sent

Sent = tuple[str, Iterable[bytes]]  # the name of a file, and its pieces


@dataclass(frozen=True)
class Stored:
    """What was kept: ``sha256`` names the import, ``files`` each file."""

    sha256: str
    size: int
    name: str
    files: list[dict[str, str]]


def path_of(run: ImportRun) -> Path:
    return Path(settings.MEDIA_ROOT) / run.stored_name


def keys_path(run: ImportRun) -> Path:
    return path_of(run).with_suffix(f".{run.pk}.keys")


def parts_of(run: ImportRun) -> list[tuple[str, Path]]:
    """The files of a national register, as they were sent."""
    return [(file["name"], _sent_path(file["sha256"])) for file in run.files]


def forget_sent(run: ImportRun) -> None:
    """What was gathered stands for what was sent, unless another import still needs it."""
    others = ImportRun.objects.exclude(pk=run.pk).filter(gathered__lt=100)
    needed = {file["sha256"] for files in others.values_list("files", flat=True) for file in files}
    for file in run.files:
        if file["sha256"] not in needed:
            _sent_path(file["sha256"]).unlink(missing_ok=True)


def forget_table(run: ImportRun) -> None:
    """An import that is over: what is sent again is gathered again."""
    Keys.forget(keys_path(run))
    if run.is_over and run.layout in NATIONAL:
        path_of(run).unlink(missing_ok=True)


def table_of(run: ImportRun) -> Table:
    """What is read row by row: gathered, or as it was sent."""
    return gathered_table(path_of(run)) if run.layout in NATIONAL else read_table(path_of(run))


def store_files(sent: Sequence[Sent], layout: str) -> Stored:
    """Keep what was sent, outside any transaction. What cannot be read as ``layout`` is refused with a sentence, before any promise."""
    if layout in NATIONAL:
        return _store_national(sent, layout)
    if len(sent) != 1:
        raise RuleBroken("one_file", _("Ce format se lit dans un seul fichier : envoyez-les un par un."), field="file")
    (name, pieces), *_none = sent
    sha256, size = _store_table(pieces, layout)
    return Stored(sha256, size, name, [{"name": name, "sha256": sha256}])


def _store_table(pieces: Iterable[bytes], layout: str) -> tuple[str, int]:
    """As a CSV that has the columns of ``layout``."""
    with _draft() as draft:
        _receive(draft, pieces, MAX_BYTES)
        with _told(), as_csv(draft) as table:
            reader_for(layout, read_table(table))
            sha256, size = _digest(table), table.stat().st_size
            if table != draft:
                shutil.copyfile(table, draft)
        draft.replace(_folder() / f"{sha256}.csv")
    return sha256, size


def _store_national(sent: Sequence[Sent], layout: str) -> Stored:
    kept: list[tuple[str, Path, str]] = []
    for name, pieces in sent:
        with _draft() as draft:
            _receive(draft, pieces, MOST_NATIONAL)
            sha256 = _digest(draft)
            draft.replace(_sent_path(sha256))
        kept.append((name, _sent_path(sha256), sha256))
    with _told():
        check_national(layout, [(name, path) for name, path, _sha256 in kept])
    every = "\n".join([layout, *sorted(sha256 for _name, _path, sha256 in kept)])
    return Stored(
        hashlib.sha256(every.encode()).hexdigest(),
        sum(path.stat().st_size for _name, path, _sha256 in kept),
        " + ".join(name for name, _path, _sha256 in kept),
        [{"name": name, "sha256": sha256} for name, _path, sha256 in kept],
    )


def _folder() -> Path:
    folder = Path(settings.MEDIA_ROOT) / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _sent_path(sha256: str) -> Path:
    return _folder() / f"{sha256}.sent"


@contextmanager
def _draft() -> Iterator[Path]:
    draft = _folder() / f".{os.urandom(8).hex()}"
    try:
        yield draft
    finally:
        draft.unlink(missing_ok=True)


def _receive(draft: Path, pieces: Iterable[bytes], most: int) -> None:
    size = 0
    with draft.open("wb") as file:
        for piece in pieces:
            size += len(piece)
            if size > most:
                raise RuleBroken("file_too_big", _too_big(most), field="file")
            file.write(piece)


def _too_big(most: int) -> str:
    if most == MAX_BYTES:
        return _("Ce fichier dépasse 30 Mo : partagez-le en plusieurs fichiers.")
    return _("Ce fichier dépasse 8 Go : ce n’est pas un fichier d’un registre national.")


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except FileRefused as refusal:
        raise RuleBroken("file_unreadable", refusal.text, field="file") from refusal
    except zipfile.BadZipFile as error:
        raise RuleBroken("file_unreadable", str(error), field="file") from error


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
