"""An account is erased: what it added stays with the circle, without its name."""

from typing import Any

from cercles.library.actions.files import drop_when_done
from cercles.library.models import CircleDocument, DocumentVersion, FolderImport


def forget_person(person: Any) -> None:
    """Inside the erasure. The folders she brought in name their files: they go; what was added stays."""
    mine = FolderImport.objects.filter(by=person)
    drop_when_done([row.file for row in mine if row.file])
    mine.delete()
    CircleDocument.objects.filter(added_by=person).update(added_by=None)
    DocumentVersion.objects.filter(added_by=person).update(added_by=None)
