"""Files joined to a message: checked, then kept, before the transaction that writes their rows."""

from collections.abc import Iterable
from typing import Any

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from cercles.circles.models import MessageFile
from cercles.core.attachments import kind_of, name_of
from cercles.core.errors import RuleBroken

MOST_FILES = 10


def keep_files(files: Iterable[Any]) -> list[MessageFile]:
    """Rows without their message, whose files lie in the store: a file without a row is only lost space."""
    files = list(files)
    if len(files) > MOST_FILES:
        text = _("%(most)d fichiers au plus par message ; envoyez les autres dans un second message.")
        raise RuleBroken("too_many_files", text % {"most": MOST_FILES}, field="files")
    try:
        kinds = [kind_of(file) for file in files]
    except RuleBroken as refusal:
        raise RuleBroken(refusal.code, refusal.text, field="files") from refusal
    rows = []
    for file, kind in zip(files, kinds, strict=True):
        row = MessageFile(name=name_of(file), kind=kind, size=file.size)
        row.file.save(row.name, file, save=False)
        rows.append(row)
    return rows


def drop_files(rows: Iterable[MessageFile]) -> None:
    """Those whose message was refused."""
    for row in rows:
        row.file.delete(save=False)


def drop_stored(names: Iterable[str]) -> None:
    """By their names, once the rows that named them are gone for sure."""
    for name in names:
        default_storage.delete(name)
