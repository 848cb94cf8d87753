"""Drafts that were never shown: their author is told, then they go, with their files."""

from datetime import datetime
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet

from cercles.journal.actions import unname
from cercles.practices import emails
from cercles.practices.models import PracticeSheet
from cercles.search.actions import touch


@transaction.atomic
def drop_draft(sheet: PracticeSheet) -> None:
    """Rows first: a file without a row is only lost space. What the journal tells of it keeps no word of its text."""
    names = [str(attachment.file.name) for attachment in sheet.attachments.all()]
    touch(sheet)
    unname(PracticeSheet.objects.filter(pk=sheet.pk))
    PracticeSheet.objects.filter(pk=sheet.pk).delete()
    transaction.on_commit(partial(drop_files, names))


def drop_files(names: list[str]) -> None:
    for name in names:
        default_storage.delete(name)


def warn_of_drafts(rows: QuerySet, now: datetime) -> int:
    """One letter a draft; writing in it afterwards keeps it three years more."""
    told = 0
    for sheet in rows.select_for_update(of=("self",)).select_related("author"):
        PracticeSheet.objects.filter(pk=sheet.pk).update(told_at=now)
        emails.draft_leaves(sheet, now)
        told += 1
    return told
