"""Meetings and published minutes as the search finds them. No name of who came or wrote is ever in the index."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cercles.core import audience
from cercles.core.markdown import plain
from cercles.meetings.adapters.audience import INVITED
from cercles.meetings.models import Meeting, Minutes
from cercles.search.queries import Document, Shown, Source
from cercles.territories.queries import areas, levels


def meetings() -> QuerySet:
    return Meeting.objects.select_related("territory__parent", "territory__epci", "circle")


def meeting_document(row: Meeting) -> Document:
    """Once announced, it is also for whoever was invited or registered. Under the Chatham House rule nobody is named."""
    seen = [row.audience, audience.key(INVITED, row.pk)] if row.was_announced else [row.audience]
    words = [row.question, row.get_format_display(), row.town, *(part.get("title", "") for part in row.agenda)]
    if not row.is_chatham:
        words += [part.get("speaker", "") for part in row.agenda]
    return Document(
        row.title, seen, " · ".join(word for word in words if word), key=row.search_key,
        facets={"area": areas(row.territory)}, places=levels(row.territory), at=row.local_start.date(),
    )  # fmt: skip


def meeting_shown(row: Meeting) -> Shown:
    return Shown(row.title, row.get_absolute_url(), f"{row.circle.name} · {row.local_start:%d/%m/%Y}", row.is_fictional)


def minutes() -> QuerySet:
    return Minutes.objects.filter(published_number__gt=0).select_related("meeting__circle").prefetch_related("versions")


def _text(row: Minutes) -> str:
    """What the last version says; decisions are read on the page."""
    return next((plain(version.text) for version in row.versions.all() if version.number == row.published_number), "")


def minutes_document(row: Minutes) -> Document:
    """For those the audience names, who took part, who facilitates (they hold the meeting's own string), and who reports."""
    seen = {row.audience, row.meeting.own_audience}
    if row.meeting.reporter_id:
        seen.add(audience.key("person", row.meeting.reporter_id))
    return Document(str(row), seen, _text(row), key=row.meeting.search_key, at=row.meeting.local_start.date())


def minutes_shown(row: Any) -> Shown:
    note = f"{row.meeting.circle.name} · {row.meeting.local_start:%d/%m/%Y}"
    return Shown(str(row), row.get_absolute_url(), note, row.meeting.is_fictional)


def sources() -> list[Source]:
    return [
        Source(Meeting, "rencontres", _("Rencontres"), meetings, meeting_document, meeting_shown, order=20),
        Source(Minutes, "comptes-rendus", _("Comptes rendus"), minutes, minutes_document, minutes_shown, order=30),
    ]
