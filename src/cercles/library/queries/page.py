"""What the page of a document shows."""

from typing import Any

from django.db.models import QuerySet

from cercles.core.enums import Visibility
from cercles.core.prepared import prepared
from cercles.library.models import CircleDocument, DocumentVersion

DOCUMENT = "library.circledocument"  # as the journal and moderation name it


@prepared
def _found(reader: Any, ref: str) -> QuerySet[CircleDocument]:
    found = CircleDocument.objects.visible_to(reader).filter(ref=ref)
    return found.select_related("circle", "theme", "added_by")


def document_seen(reader: Any, ref: str) -> CircleDocument | None:
    return next(iter(_found(reader, ref)), None)


def removed_document(ref: str) -> CircleDocument | None:
    """Taken away by moderation: whoever read it may be told."""
    found = CircleDocument.objects.filter(ref=ref, visibility=Visibility.PRIVATE)
    return found.select_related("circle").first()


@prepared
def _versions(document: Any) -> QuerySet[DocumentVersion]:
    return DocumentVersion.objects.filter(document=document).defer("text").select_related("added_by")


def versions_of(document: CircleDocument) -> list[DocumentVersion]:
    """The one that is read first, then the former ones."""
    return _versions(document)


def version_of(document: CircleDocument, number: int) -> DocumentVersion | None:
    return DocumentVersion.objects.filter(document=document, number=number).defer("text").first()
