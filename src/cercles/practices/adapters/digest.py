"""What the room tells in grouped mails: sheets that were shared, and their new versions."""

from datetime import datetime

from django.utils.translation import gettext as _

from cercles.journal.queries import MOST_GIVEN, NewsItem, Section
from cercles.practices.enums import SHARED, SheetState
from cercles.practices.models import SheetVersion

_READ = [state for state in SHARED if state != SheetState.ARCHIVED]


def shared(circle: int, since: datetime, until: datetime) -> list[Section]:
    """The text is the agreed one, as the version says it, whatever is written since."""
    found = SheetVersion.objects.filter(
        sheet__circle=circle, sheet__state__in=_READ, shared_at__gt=since, shared_at__lte=until
    )
    rows = found.select_related("sheet").order_by("-shared_at", "-pk")[:MOST_GIVEN]
    items = [
        NewsItem(
            row.shared_at, row.sheet.title, row.sheet.get_absolute_url(), row.sheet.audience,
            note=_said(row), by=row.sheet.author_id,
        )
        for row in reversed(rows)
    ]  # fmt: skip
    return [Section(_("Fiches pratiques partagées"), tuple(items))] if items else []


def _said(row: SheetVersion) -> str:
    names = ", ".join(row.organisation_names)
    if row.number == 1:
        return names
    return " ".join(filter(None, (_("Version %(number)d.") % {"number": row.number}, row.change_note)))
