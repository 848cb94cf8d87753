"""What moderation does to a sheet: nobody reads it nor what was told of it, until it is given back to its circle; a year later it goes."""

from collections.abc import Collection
from functools import partial
from typing import Any

from django.db import transaction

from cercles.core.enums import Visibility
from cercles.journal.actions import drop_waiting, unname
from cercles.practices.actions.drafts import drop_files
from cercles.practices.actions.moves import move
from cercles.practices.enums import SheetState
from cercles.practices.models import Attachment, PracticeSheet, Reuse
from cercles.search.actions import touch


def take_away_sheet(pk: int, motive: str, by: Any) -> None:
    """With its reuses. Those it names are asked no more; letters that tell of it and have not left do not leave."""
    sheet = PracticeSheet.objects.select_for_update().get(pk=pk)
    before = sheet.visibility
    move(sheet, "remove")
    sheet.shown_before, sheet.asked_at = before, None
    sheet.save()
    Reuse.objects.filter(sheet=sheet).update(visibility=Visibility.PRIVATE, audience=sheet.audience)
    _drop_letters(sheet)
    touch(sheet)


def _drop_letters(sheet: PracticeSheet) -> None:
    starts = [f"sheet-shared:{sheet.pk}:", f"sheet-draft:{sheet.pk}:"]
    for pk in sheet.approvals.values_list("pk", flat=True):
        starts += [f"approval:{pk}:", f"approval-answer:{pk}:", f"approval-declined:{pk}:"]
    for pk in sheet.reuses.values_list("pk", flat=True):
        starts += [f"reuse:{pk}:", f"reuse-noted:{pk}:"]
    for start in starts:
        drop_waiting(start=start)


def give_back_sheet(pk: int, by: Any) -> None:
    """For its circle, with its reuses, archived if it was: showing it to everybody is for who writes it, as those it names agreed."""
    sheet = PracticeSheet.objects.select_for_update(of=("self",)).select_related("circle").filter(pk=pk).first()
    if sheet is None or sheet.state != SheetState.REMOVED:
        return
    move(sheet, "restore")
    if sheet.archived_because:
        sheet.state = SheetState.ARCHIVED
    sheet.shown_before = ""
    sheet.save()
    Reuse.objects.filter(sheet=sheet).update(visibility=sheet.visibility, audience=sheet.audience)
    touch(sheet)


def erase_sheets(pks: Collection[int]) -> None:
    """For good, what is still away, with its versions, its files and its reuses."""
    away = PracticeSheet.objects.filter(pk__in=pks, state=SheetState.REMOVED)
    unname(away)
    unname(Reuse.objects.filter(sheet__in=away))
    files = [str(row.file.name) for row in Attachment.objects.filter(sheet__in=away)]
    for sheet in away:
        touch(sheet)
        sheet.delete()
    transaction.on_commit(partial(drop_files, files))
