"""Old folders being brought in."""

from typing import Any

from django.db.models import Count, QuerySet

from cercles.circles.models import Circle
from cercles.core.prepared import prepared
from cercles.library.enums import Taken
from cercles.library.models import FolderFile, FolderImport


def folder_seen(reader: Any, ref: str) -> FolderImport | None:
    return FolderImport.objects.visible_to(reader).filter(ref=ref).select_related("circle").first()


def folders_in(circle: Circle, reader: Any) -> list[FolderImport]:
    """The last that the reader sent."""
    return list(FolderImport.objects.visible_to(reader).filter(circle=circle)[:10])


def counts_of(folder: FolderImport) -> list[tuple[str, int]]:
    """What became of its files, in words; none is left out."""
    rows = FolderFile.objects.filter(folder=folder).order_by().values_list("taken").annotate(many=Count("pk"))
    many = dict(rows)
    return [(str(one.label), many.get(one.value, 0)) for one in Taken]


@prepared
def _aside(folder: Any) -> QuerySet[FolderFile]:
    told = FolderFile.objects.filter(folder=folder).exclude(taken=Taken.ADDED)
    return told.select_related("document").only("path", "taken", "reason", "document__title", "document__ref")


def left_aside(folder: FolderImport) -> Any:
    """For a ``Paginator``: what did not become a document of its own, in the order of the archive."""
    return _aside.listed(folder)
