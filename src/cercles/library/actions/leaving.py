"""An account is erased: what it added stays with the circle, without its name."""

from typing import Any

from cercles.library.models import CircleDocument, DocumentVersion


def forget_person(person: Any) -> None:
    """Inside the erasure."""
    CircleDocument.objects.filter(added_by=person).update(added_by=None)
    DocumentVersion.objects.filter(added_by=person).update(added_by=None)
