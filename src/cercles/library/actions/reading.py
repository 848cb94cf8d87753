"""What the worker does: read what a file says, so that the search finds it."""

import shutil
import tempfile
from pathlib import Path

from django.db import transaction

from cercles.library.actions.files import suffix_of
from cercles.library.actions.writing import key_of
from cercles.library.enums import TextState
from cercles.library.models import CircleDocument, DocumentVersion
from cercles.library.reading import Unreadable, read_apart
from cercles.search import actions as search


def read_text(version: int) -> dict[str, int]:
    """Once however often it runs; a file that does not read says so and stays as it is."""
    row = DocumentVersion.objects.filter(pk=version, text_state=TextState.WAITING).defer("text").first()
    if row is None:
        return {"read": 0}
    state, text = _read(row)
    with transaction.atomic():
        _keep(row, state, text)
    return {"read": 1}


def _read(row: DocumentVersion) -> tuple[TextState, str]:
    """Outside a transaction: it lasts."""
    suffix = suffix_of(row.name)
    try:
        with tempfile.NamedTemporaryFile(prefix="cercles-", suffix=suffix) as here:
            with row.file.open("rb") as there:
                shutil.copyfileobj(there, here)
            here.flush()
            text = read_apart(Path(here.name), suffix)
    except (Unreadable, FileNotFoundError):
        return TextState.BROKEN, ""
    return (TextState.READ, text) if text.strip() else (TextState.EMPTY, "")


def _keep(row: DocumentVersion, state: TextState, text: str) -> None:
    """The document is held first, as every act on it does; taken off meanwhile, there is nothing to keep."""
    document = CircleDocument.objects.select_for_update().filter(pk=row.document_id).first()
    if document is None:
        return
    DocumentVersion.objects.filter(pk=row.pk).update(text_state=state, text=text)
    if document.number == row.number:
        row.text = text
        CircleDocument.objects.filter(pk=document.pk).update(search_key=key_of(document, row))
        search.touch(document)
