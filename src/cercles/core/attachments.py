"""Files people join to what they write: which kinds are taken, and that a file is what its name says."""

from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from cercles.core.errors import RuleBroken
from cercles.core.text import file_name

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
LONGEST_NAME = 160


def name_of(file: Any) -> str:
    """The name it came with, without a path, short enough for a column."""
    return file_name(PurePath(str(file.name).replace("\\", "/")).name)[-LONGEST_NAME:]


def kind_of(file: Any) -> str:
    """Its type by name and content; ``RuleBroken`` when it is too big, of a kind we do not take, or not what its name says."""
    if file.size > settings.ATTACHMENT_MAX_BYTES:
        size = {"size": round(file.size / 1_048_576), "most": settings.ATTACHMENT_MAX_BYTES // 1_048_576}
        raise RuleBroken(
            "too_big",
            _("Ce fichier pèse %(size)s Mo ; la limite est de %(most)s Mo. Réduisez-le ou mettez un lien.") % size,
            field="file",
        )
    kind, start = KINDS.get(PurePath(name_of(file)).suffix.lower(), ("", b""))
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
