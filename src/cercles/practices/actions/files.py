"""Files of a sheet: at most 25 MB each, named as they were, served to those who read the sheet."""

from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from cercles.core.errors import RuleBroken
from cercles.journal.actions import record
from cercles.practices.actions.moves import locked
from cercles.practices.actions.pending import set_aside_as_it_is
from cercles.practices.actions.writing import refuse_while_asked
from cercles.practices.enums import SHARED
from cercles.practices.models import Attachment, PracticeSheet

# How a file begins, for each kind we take: a file that is not what its name says is refused.
KINDS = {
    ".pdf": ("application/pdf", b"%PDF-"),
    ".png": ("image/png", b"\x89PNG"),
    ".jpg": ("image/jpeg", b"\xff\xd8\xff"),
    ".jpeg": ("image/jpeg", b"\xff\xd8\xff"),
    ".docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK"),
    ".xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
    ".pptx": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", b"PK"),
    ".odt": ("application/vnd.oasis.opendocument.text", b"PK"),
    ".ods": ("application/vnd.oasis.opendocument.spreadsheet", b"PK"),
    ".odp": ("application/vnd.oasis.opendocument.presentation", b"PK"),
    ".csv": ("text/csv", b""),
    ".txt": ("text/plain", b""),
}


def attach_file(*, sheet: PracticeSheet, by: Any, file: Any) -> Attachment:
    """Keep the file, then its row: a file without a row is only lost space, a row without a file would be a broken promise."""
    refuse_while_asked(sheet)
    name = PurePath(file.name).name[-160:]
    kind = _kind(name, file)
    attachment = Attachment(sheet=sheet, name=name, kind=kind, size=file.size)
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


def _kind(name: str, file: Any) -> str:
    if file.size > settings.ATTACHMENT_MAX_BYTES:
        size = {"size": round(file.size / 1_048_576), "most": settings.ATTACHMENT_MAX_BYTES // 1_048_576}
        raise RuleBroken(
            "too_big",
            _("Ce fichier pèse %(size)s Mo ; la limite est de %(most)s Mo. Réduisez-le ou mettez un lien.") % size,
            field="file",
        )
    kind, start = KINDS.get(PurePath(name).suffix.lower(), ("", b""))
    if not kind:
        known = ", ".join(sorted(suffix[1:] for suffix in KINDS))
        raise RuleBroken(
            "unknown_kind",
            _("Ce type de fichier n’est pas accepté. Acceptés : %(known)s.") % {"known": known},
            field="file",
        )
    head = file.read(8)
    file.seek(0)
    if not head.startswith(start) or (not start and b"\x00" in head):
        raise RuleBroken(
            "not_its_name",
            _("Ce fichier n’est pas ce que dit son nom. Enregistrez-le de nouveau, puis renvoyez-le."),
            field="file",
        )
    return kind


def remove_attachment(*, attachment: Attachment, by: Any) -> None:
    with transaction.atomic():
        record("practices.file_removed", attachment.sheet, by=by, name=attachment.name)
        Attachment.objects.filter(pk=attachment.pk).delete()
    attachment.file.delete(save=False)
