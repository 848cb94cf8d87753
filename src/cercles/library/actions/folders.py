"""An old folder is brought in: sent, looked at, confirmed, then taken file by file. Killed anywhere, each document is there once."""

import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from cercles.circles.actions import locked_open
from cercles.circles.models import Circle, CircleTheme
from cercles.core import clock
from cercles.core.enums import Visibility
from cercles.core.errors import RuleBroken
from cercles.core.files import on_disk
from cercles.core.text import visible
from cercles.journal import actions as journal
from cercles.library import rules
from cercles.library.actions.archives import as_archive, refused_for
from cercles.library.actions.files import drop_when_done, kept
from cercles.library.actions.naming import proposed_for, titles_of
from cercles.library.actions.writing import check_wide, enter, renew, twin_of
from cercles.library.enums import FolderState, Taken
from cercles.library.models import (
    AUDIENCES,
    LONGEST_ORIGIN,
    LONGEST_PATH,
    CircleDocument,
    DocumentVersion,
    FolderFile,
    FolderImport,
)
from cercles.library.reading import Inside, Unopened, read_archive, unpacked

_PIECE = 256 * 1024
Choice = tuple[int | None, str]  # what a folder becomes: the key of a theme, words of origin


class _Elsewhere(Exception):
    """Another worker went on meanwhile, or it was stopped."""


def bring_folder(*, circle: Circle, by: Any, files: Sequence[Any], paths: Sequence[str] = ()) -> FolderImport:
    """Keep what was sent and propose what each folder becomes; nothing enters the library before it is confirmed."""
    with as_archive(files, paths) as (archive, name, held):
        many = Counter(one.folder for one in held)
        themes = list(CircleTheme.objects.filter(circle=circle, retired_at__isnull=True))
        folders = [[path, many[path], *said] for path, said in proposed_for(sorted(many), themes).items()]
        row = FolderImport(circle=circle, by=by, name=name, folders=folders, total=len(held), at=clock.now())
        row.file.save(name, archive, save=False)
    try:
        with transaction.atomic():
            locked_open(circle)
            row.save()
    except BaseException:
        row.file.delete(save=False)
        raise
    return row


@transaction.atomic
def confirm_folder(*, folder: FolderImport, by: Any, choices: Sequence[Choice], visibility: str) -> FolderImport:
    """Ask the worker. ``choices``: what each folder becomes, in their order. Confirming twice is confirming once."""
    circle = locked_open(folder.circle)
    row = FolderImport.objects.select_for_update().get(pk=folder.pk)
    if row.state != FolderState.PROPOSED:
        return row
    check_wide(circle, visibility)
    known = set(CircleTheme.objects.filter(circle=circle).values_list("pk", flat=True))
    row.folders = [
        [path, many, theme if theme in known else None, " ".join(visible(origin).split())[:LONGEST_ORIGIN]]
        for (path, many, *_proposed), (theme, origin) in zip(row.folders, choices, strict=True)
    ]
    row.visibility, row.state = visibility, FolderState.RUNNING
    row.save()
    journal.enqueue("library.take_folder", key=f"library-folder-{row.pk}", folder=row.pk)
    return row


@transaction.atomic
def stop_folder(*, folder: FolderImport, by: Any, reason: str = "") -> FolderImport:
    """What entered stays; the rest is given up, and the archive goes."""
    row = FolderImport.objects.select_for_update().get(pk=folder.pk)
    if row.state in (FolderState.PROPOSED, FolderState.RUNNING):
        _end(row, FolderState.STOPPED, reason)
    return row


def _end(row: FolderImport, state: str, reason: str = "") -> None:
    drop_when_done([row.file])
    FolderImport.objects.filter(pk=row.pk).update(state=state, reason=reason, finished_at=clock.now(), file="")
    row.state, row.reason = state, reason


def take_folder(folder: int) -> dict[str, int]:
    """Go on from where it stood, to the end."""
    row = FolderImport.objects.filter(pk=folder, state=FolderState.RUNNING).first()
    if row is None:
        return {"taken": 0}
    with on_disk(row.file) as path:
        held = read_archive(path)
        with suppress(_Elsewhere, FolderImport.DoesNotExist):
            _take_all(folder, held, path)
    return {"taken": len(held) - row.done}


def _take_all(folder: int, held: list[Inside], path: Path) -> None:
    titles = titles_of(held)
    while (done := FolderImport.objects.values_list("done", flat=True).get(pk=folder)) < len(held):
        _take(folder, done, held[done], titles[done], path)
    with _ours(folder, len(held)) as ours:
        _end(ours, FolderState.DONE)


@contextmanager
def _ours(folder: int, done: int) -> Iterator[FolderImport]:
    """The row, held, with its circle and its author as they are now."""
    with transaction.atomic():
        found = FolderImport.objects.select_for_update(of=("self",)).select_related("circle", "by")
        row = found.filter(pk=folder, done=done, state=FolderState.RUNNING).first()
        if row is None:
            raise _Elsewhere
        yield row


def _take(folder: int, done: int, one: Inside, title: str, path: Path) -> None:
    """One file: read outside the transaction, written inside with how far it went."""
    try:
        if one.refused:
            raise Unopened(one.refused)
        author = FolderImport.objects.select_related("by").get(pk=folder).by
        with _sent(path, one) as file, kept(file, by=author) as version, _ours(folder, done) as row:
            taken, document = _put(row, one, title, version)
            if taken == Taken.KNOWN:
                raise _Known(document)
            _note(row, one, taken, document=document)
    except _Known as known:
        with _ours(folder, done) as row:
            _note(row, one, Taken.KNOWN, document=known.document)
    except Unopened as closed:
        with _ours(folder, done) as row:
            _note(row, one, Taken.REFUSED, reason=refused_for(closed.code))
    except RuleBroken as refusal:
        with _ours(folder, done) as row:
            _refuse(row, one, refusal)


class _Known(Exception):
    """The library has this very file: the one that was unpacked is not kept."""

    def __init__(self, document: CircleDocument):
        super().__init__()
        self.document = document


def _refuse(row: FolderImport, one: Inside, refusal: RuleBroken) -> None:
    """A file that is not taken leaves the others; a circle that takes nothing more ends it all."""
    if refusal.code in ("circle_closed", "wider_than_circle", "not_member", "too_many_documents"):
        _end(row, FolderState.STOPPED, str(refusal.text))
    else:
        _note(row, one, Taken.REFUSED, reason=str(refusal.text))


def _note(row: FolderImport, one: Inside, taken: str, *, document: Any = None, reason: str = "") -> None:
    FolderFile.objects.create(
        folder=row,
        position=row.done,
        path=one.path[-LONGEST_PATH:],
        taken=taken,
        document=document,
        reason=reason[:300],
    )
    FolderImport.objects.filter(pk=row.pk).update(done=row.done + 1)
    journal.went_on()


@contextmanager
def _sent(path: Path, one: Inside) -> Iterator[File]:
    """The file on a disk of ours, under its own name."""
    with tempfile.TemporaryFile(prefix="cercles-") as here:
        fits = one.size <= settings.ATTACHMENT_MAX_BYTES
        if fits:  # else its size alone refuses it
            with unpacked(path, one.position) as stream:
                while piece := stream.read(_PIECE):
                    here.write(piece)
        size = here.tell() if fits else one.size
        here.seek(0)
        sent = File(here, name=one.name)
        sent.size = size
        yield sent


def _put(row: FolderImport, one: Inside, title: str, version: DocumentVersion) -> tuple[Taken, CircleDocument]:
    """A document; a new version of the one that bears this title; or nothing, since the file is there."""
    circle = locked_open(row.circle)
    if not rules.can_add_document(row.by, circle):
        raise RuleBroken("not_member", _("Vous n’êtes plus membre de ce cercle."))
    if twin := twin_of(circle, version.digest):
        return Taken.KNOWN, twin
    titled = CircleDocument.objects.filter(
        circle=circle, title__in={title, unicodedata.normalize("NFD", title)}, visibility__in=AUDIENCES
    )  # not one that was taken away; however its letters were kept
    same = titled.select_for_update().order_by("pk").first()
    if same is not None:
        same.circle = circle
        if not rules.can_edit_document(row.by, same):
            told = _(
                "Un document porte déjà ce titre, ajouté par quelqu’un d’autre : sa page prend une nouvelle version."
            )
            raise RuleBroken("not_yours", told)
        renew(same, version, by=row.by)
        return Taken.RENEWED, same
    theme, origin = next(((theme, origin) for path, _n, theme, origin in row.folders if path == one.folder), (None, ""))
    found = CircleTheme.objects.filter(circle=circle, pk=theme).first() if theme else None
    said: dict[str, Any] = {
        "title": title,
        "theme": found,
        "origin": origin,
        "visibility": row.visibility or Visibility.CIRCLE,
    }
    return Taken.ADDED, enter(circle, version, by=row.by, **said)
