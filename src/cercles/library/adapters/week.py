"""What the week of who facilitates learns from the library: who added a version of a document."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import QuerySet

from cercles.core.prepared import prepared
from cercles.library.models import DocumentVersion


@prepared
def _added(
    circles: Collection[int], people: Collection[int], since: datetime
) -> QuerySet[DocumentVersion, tuple[int, int]]:
    found = DocumentVersion.objects.filter(document__circle__in=circles, added_by__in=people, added_at__gte=since)
    return found.order_by().values_list("document__circle", "added_by").distinct()


def signs(circles: Collection[int], people: Collection[int], since: datetime) -> Iterable[tuple[int, int]]:
    return _added(circles, people, since)
