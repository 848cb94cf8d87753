"""A file that comes: checked, weighed, kept, before the transaction that writes its row."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cercles.core.attachments import kind_of, name_of
from cercles.core.errors import RuleBroken
from cercles.library.enums import FORMATS, Format, TextState
from cercles.library.models import DocumentVersion


def suffix_of(name: str) -> str:
    return PurePath(name).suffix.lower()


def format_of(name: str) -> Format:
    return FORMATS[suffix_of(name)]


@contextmanager
def kept(file: Any, *, by: Any, note: str = "") -> Iterator[DocumentVersion]:
    """A row without its document, whose file lies in the store; the file goes when the act is refused."""
    kind, name = kind_of(file), name_of(file)
    if not file.size:
        raise RuleBroken("empty_file", _("Ce fichier est vide. Choisissez-en un autre."), field="file")
    state = TextState.EMPTY if format_of(name) == Format.IMAGE else TextState.WAITING
    row = DocumentVersion(
        name=name, kind=kind, size=file.size, digest=_digest(file), note=note.strip(), added_by=by, text_state=state
    )
    row.file.save(name, file, save=False)
    try:
        yield row
    except BaseException:
        row.file.delete(save=False)
        raise


def _digest(file: Any) -> str:
    found = hashlib.sha256()
    for chunk in file.chunks():
        found.update(chunk)
    file.seek(0)
    return found.hexdigest()


def drop_when_done(files: list[Any]) -> None:
    """The files of rows that go, once it is certain that they do."""
    for file in files:
        transaction.on_commit(lambda file=file: file.delete(save=False))  # type: ignore[misc]
