"""A small table that somebody sends with a form, as the text of a CSV."""

import tempfile
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from cercles.core.tables.reader import FileRefused, read_table
from cercles.core.tables.workbooks import as_csv

_MAX_BYTES = 1024 * 1024


def text_of(upload: Any) -> str:
    """What an uploaded CSV or workbook says, whatever its encoding; one sentence refuses what is no table, or is too large."""
    with tempfile.TemporaryDirectory(prefix="cercles-") as folder:
        path = Path(folder) / "sent"
        _check_size(upload.size)
        path.write_bytes(upload.read())
        with as_csv(path) as file:
            _check_size(file.stat().st_size)
            return file.read_text(encoding=read_table(file).encoding)


def _check_size(size: int) -> None:
    if size > _MAX_BYTES:
        raise FileRefused(_("Ce fichier dépasse 1 Mo : gardez les colonnes « nom » et « courriel »."))
