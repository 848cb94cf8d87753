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
from cercles.library.enums import REREAD, UNREAD, TextState
from cercles.library.models import CircleDocument, DocumentVersion
from cercles.library.reading import TooLong, Unreadable, read_apart
from cercles.search import actions as search

_SOUGHT = timedelta(days=30)
# A machine that was busy is not a file that is endless: another try after each of these, then no more until somebody asks.
WAITS = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=4), timedelta(hours=12))
_ROUND = len(WAITS) + 1  # tries


def read_text(version: int) -> dict[str, int]:
    """Once however often it runs; a file that does not read says so and stays as it is. One that is not where it should be (a disk
    that is away, a copy not brought back whole) fails the job: it comes back, later each time, then waits for who administers."""
    row = DocumentVersion.objects.filter(pk=version, text_state__in=UNREAD).defer("text").first()
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
    except TooLong:
        return TextState.LATE, ""
    except Unreadable:
        return TextState.BROKEN, ""
    return (TextState.READ, text) if text.strip() else (TextState.EMPTY, "")


def late(tries: int) -> tuple[TextState, timedelta | None]:
    """After so many tries that lasted too long: what is said of it, and how long to the next one."""
    wait = (*WAITS, None)[(tries - 1) % _ROUND]
    return (TextState.LONG if wait is None else TextState.LATE), wait


@transaction.atomic
def reread(*, document: CircleDocument, by: Any) -> CircleDocument:
    """« Relire le texte »: at once, and again after each wait if it still lasts too long. Asked twice is asked once."""
    fresh = CircleDocument.objects.select_for_update().get(pk=document.pk)
    row = fresh.versions.defer("text").get(number=fresh.number)
    if row.text_state in REREAD:
        row.text_state, row.text_tries = TextState.WAITING, (row.text_tries // _ROUND + 1) * _ROUND
        row.save(update_fields=["text_state", "text_tries"])
        ask(row)
    return fresh


def ask(row: DocumentVersion, *, wait: timedelta | None = None) -> None:
    """In the caller's transaction. The key bears the try: none is asked for twice."""
    key = f"document-text-{row.pk}-{row.text_tries}" if row.text_tries else f"document-text-{row.pk}"
    journal.enqueue("library.read_text", key=key, due_at=clock.now() + (wait or timedelta()), version=row.pk)


def _keep(row: DocumentVersion, state: TextState, text: str) -> None:
    """The document is held first, as every act on it does; taken off or read by another meanwhile, there is nothing to keep."""
    document = CircleDocument.objects.select_for_update().filter(pk=row.document_id).first()
    fresh = DocumentVersion.objects.filter(pk=row.pk, text_state__in=UNREAD).defer("text").first()
    if document is None or fresh is None:
        return
    if state == TextState.LATE:
        fresh.text_tries += 1
        state, wait = late(fresh.text_tries)
        if wait is not None:
            ask(fresh, wait=wait)
    fresh.text_state, fresh.text = state, text
    fresh.save(update_fields=["text_state", "text_tries", "text"])
    if document.number == row.number:
        search.touch(document)
