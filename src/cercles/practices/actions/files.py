"""Files of a sheet: at most 25 MB each, named as they were, served to those who read the sheet."""

from typing import Any

from django.db import transaction

from cercles.core.attachments import kind_of, name_of
from cercles.journal.actions import record
from cercles.practices.actions.moves import locked
from cercles.practices.actions.pending import set_aside_as_it_is
from cercles.practices.actions.writing import refuse_while_asked
from cercles.practices.enums import SHARED
from cercles.practices.models import Attachment, PracticeSheet


def attach_file(*, sheet: PracticeSheet, by: Any, file: Any) -> Attachment:
    """Keep the file, then its row: a file without a row is only lost space, a row without a file would be a broken promise."""
    refuse_while_asked(sheet)
    name = name_of(file)
    attachment = Attachment(sheet=sheet, name=name, kind=kind_of(file), size=file.size)
    attachment.file.save(name, file, save=False)
    with transaction.atomic():
        sheet = locked(sheet)
        refuse_while_asked(sheet)
        if sheet.state in SHARED:
            set_aside_as_it_is(sheet)
            sheet.save()
        attachment.save()
        record("practices.file_added", sheet, by=by, name=name)
    return attachment


def remove_attachment(*, attachment: Attachment, by: Any) -> None:
    with transaction.atomic():
        record("practices.file_removed", attachment.sheet, by=by, name=attachment.name)
        Attachment.objects.filter(pk=attachment.pk).delete()
    attachment.file.delete(save=False)
