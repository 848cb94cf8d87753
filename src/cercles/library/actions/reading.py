"""What the worker does: read what a file says, so that the search finds it."""

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from cercles.core import clock
from cercles.journal import actions as journal
from cercles.library.actions.files import suffix_of
from cercles.library.enums import TextState
from cercles.library.models import CircleDocument, DocumentVersion
from cercles.library.reading import Unreadable, read_apart
from cercles.search import actions as search

_SOUGHT = timedelta(days=30)


def read_text(version: int) -> dict[str, int]:
    """Once however often it runs; a file that does not read says so and stays as it is. One that is not where it should be (a disk
    that is away, a copy not brought back whole) fails the job: it comes back, later each time, then waits for who administers."""
    row = DocumentVersion.objects.filter(pk=version, text_state=TextState.WAITING).defer("text").first()
    if row is None:
        return {"read": 0}
    state, text = read_file(row.file, row.name)
    with transaction.atomic():
        _keep(row, state, text)
    return {"read": 1}


def read_again() -> dict[str, int]:
    """Each night: files that were not where they should be for hours are looked for once more, for a month."""
    verbs = ("library.read_text", "library.read_attached")
    return {"asked": sum(journal.revive(verb, since=clock.now() - _SOUGHT) for verb in verbs)}


def read_file(stored: Any, name: str) -> tuple[TextState, str]:
    """What a stored file says, and whether it reads. Outside a transaction: it lasts."""
    suffix = suffix_of(name)
    try:
        with tempfile.NamedTemporaryFile(prefix="cercles-", suffix=suffix) as here:
            with stored.open("rb") as there:
                shutil.copyfileobj(there, here)
            here.flush()
            text = read_apart(Path(here.name), suffix)
    except Unreadable:
        return TextState.BROKEN, ""
    return (TextState.READ, text) if text.strip() else (TextState.EMPTY, "")


def _keep(row: DocumentVersion, state: TextState, text: str) -> None:
    """The document is held first, as every act on it does; taken off meanwhile, there is nothing to keep."""
    document = CircleDocument.objects.select_for_update().filter(pk=row.document_id).first()
    if document is None:
        return
    DocumentVersion.objects.filter(pk=row.pk).update(text_state=state, text=text)
    if document.number == row.number:
        search.touch(document)
