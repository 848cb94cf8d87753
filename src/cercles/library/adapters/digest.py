"""What the room tells in grouped mails: documents that were added, and their new versions."""

from datetime import datetime

from django.utils.translation import gettext as _

from cercles.journal.queries import MOST_GIVEN, NewsItem, Section
from cercles.library.models import DocumentVersion


def added(circle: int, since: datetime, until: datetime) -> list[Section]:
    found = DocumentVersion.objects.filter(document__circle=circle, added_at__gt=since, added_at__lte=until)
    rows = found.defer("text").select_related("document").order_by("-added_at", "-pk")[:MOST_GIVEN]
    items = [
        NewsItem(
            row.added_at, row.document.title, row.document.get_absolute_url(), row.document.audience,
            note=_said(row), by=row.added_by_id,
        )
        for row in reversed(rows)
    ]  # fmt: skip
    return [Section(_("Documents"), tuple(items))] if items else []


def _said(row: DocumentVersion) -> str:
    if row.number == 1:
        return row.document.origin
    return _("Version %(number)d. %(note)s").strip() % {"number": row.number, "note": row.note}
