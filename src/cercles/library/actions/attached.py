"""Files of other rooms, found by what they say: noted, read as those of the library are, forgotten when they are carried no more."""

from django.db import transaction
from django.db.models import Exists, OuterRef

from cercles.core import clock
from cercles.journal import actions as journal
from cercles.library.actions.reading import late, read_file
from cercles.library.enums import UNREAD, TextState
from cercles.library.models import AttachedText
from cercles.library.queries import AttachedKind, attached_kinds
from cercles.search import actions as search

_SLICE = 100  # files a transaction


def note_attached() -> dict[str, int]:
    """Every few minutes: whatever wrote them, those that nobody noted yet wait to be read. Once however often it runs."""
    kinds = [kind for kind in attached_kinds() if kind.texts is not None]
    return {"noted": sum(map(_note, kinds)), "forgotten": sum(map(_forget, kinds))}


def _note(kind: AttachedKind) -> int:
    known = AttachedText.objects.filter(place=kind.key, file=OuterRef("pk"))
    assert kind.texts is not None
    unknown = kind.texts.files().filter(~Exists(known)).order_by("-pk")
    noted = 0
    while rows := list(unknown.values_list("pk", "carrier_id", "of_circle")[:_SLICE]):
        with transaction.atomic():
            for file, holder, circle in rows:
                row, new = AttachedText.objects.get_or_create(
                    place=kind.key, file=file, defaults={"holder": holder, "circle_id": circle}
                )
                if new:
                    search.touch(row)
                    journal.enqueue("library.read_attached", key=f"library-read-attached-{row.pk}", text=row.pk)
                    noted += 1
    return noted


def _forget(kind: AttachedKind) -> int:
    """Taken back, unshared or gone: what it said goes with it."""
    assert kind.texts is not None
    there = kind.texts.files().filter(pk=OuterRef("file"))
    gone = AttachedText.objects.filter(~Exists(there), place=kind.key).order_by("pk")
    forgotten = 0
    while rows := list(gone.defer("text")[:_SLICE]):
        with transaction.atomic():
            for row in rows:
                search.touch(row)
            forgotten += AttachedText.objects.filter(pk__in=[row.pk for row in rows]).delete()[0]
    return forgotten


def read_attached(text: int) -> dict[str, int]:
    """Once however often it runs; a file that does not read stays found by its name. One that is not where it should be fails the
    job, which comes back."""
    row = AttachedText.objects.filter(pk=text, text_state__in=UNREAD).first()
    kind = next((kind for kind in attached_kinds() if row and kind.key == row.place and kind.texts), None)
    file = kind.texts.files().filter(pk=row.file).first() if row and kind and kind.texts else None
    if row is None or file is None:
        return {"read": 0}
    state, said = read_file(file.file, file.name)
    with transaction.atomic():
        held = AttachedText.objects.select_for_update().filter(pk=row.pk, text_state__in=UNREAD).first()
        if held is None:
            return {"read": 0}
        _keep(held, state, said)
        search.touch(row)
    return {"read": 1}


def _keep(held: AttachedText, state: TextState, said: str) -> None:
    """What lasted too long is tried again, as a document is."""
    if state == TextState.LATE:
        held.text_tries += 1
        state, wait = late(held.text_tries)
        if wait is not None:
            key = f"library-read-attached-{held.pk}-{held.text_tries}"
            journal.enqueue("library.read_attached", key=key, due_at=clock.now() + wait, text=held.pk)
    held.text_state, held.text = state, said
    held.save(update_fields=["text_state", "text_tries", "text"])
