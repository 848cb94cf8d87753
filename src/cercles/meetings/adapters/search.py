"""Meetings and published minutes as the search finds them. No name of who came or wrote is ever in the index."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from cercles.core import audience
from cercles.core.markdown import plain
from cercles.core.prepared import prepared
from cercles.meetings.adapters.audience import INVITED
from cercles.meetings.models import Meeting, Minutes
from cercles.search.queries import Document, Read, Shown, Source
from cercles.territories.queries import areas, levels


def meetings() -> QuerySet:
    return Meeting.objects.select_related("territory__parent", "territory__epci", "circle")


def meeting_document(row: Meeting) -> Document:
    """Once announced, it is also for whoever was invited or registered."""
    seen = [row.audience, audience.key(INVITED, row.pk)] if row.was_announced else [row.audience]
    return Document(
        row.title, seen, _told(row), key=row.search_key,
        facets={"area": areas(row.territory)}, places=levels(row.territory), at=row.local_start.date(),
    )  # fmt: skip


def _told(row: Meeting) -> str:
    """Under the Chatham House rule nobody is named."""
    words = [row.question, row.format_label, row.town, *(part.get("title", "") for part in row.agenda)]
    if not row.is_chatham:
        words += [part.get("speaker", "") for part in row.agenda]
    return " · ".join(word for word in words if word)


@prepared
def _meetings(reader: Any, ids: Collection[int]) -> QuerySet[Meeting]:
    found = Meeting.objects.visible_to(reader).filter(pk__in=ids).order_by().select_related("circle", "territory")
    return found.only(
        "ref", "title", "question", "format", "address", "agenda", "confidentiality", "starts_at", "time_zone",
        "is_fictional", "circle__name", "territory__name",
    )  # fmt: skip


def read_meetings(reader: Any, ids: Collection[int]) -> Mapping[int, Read]:
    return {row.pk: Read(meeting_shown(row), _told(row)) for row in _meetings(reader, ids)}


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


@prepared
def _minutes(reader: Any, ids: Collection[int]) -> QuerySet[Minutes]:
    """With the text of their last version."""
    found = Minutes.objects.visible_to(reader).filter(pk__in=ids, published_number__gt=0).order_by()
    found = found.filter(versions__number=F("published_number")).annotate(published_text=F("versions__text"))
    columns = ("ref", "title", "starts_at", "time_zone", "is_fictional", "circle__name")
    return found.select_related("meeting__circle").only(*(f"meeting__{name}" for name in columns))


def read_minutes(reader: Any, ids: Collection[int]) -> Mapping[int, Read]:
    return {row.pk: Read(minutes_shown(row), plain(row.published_text)) for row in _minutes(reader, ids)}


def sources() -> list[Source]:
    return [
        Source(
            Meeting,
            "rencontres",
            _("Rencontres"),
            meetings,
            meeting_document,
            meeting_shown,
            order=20,
            read=read_meetings,
        ),
        Source(
            Minutes,
            "comptes-rendus",
            _("Comptes rendus"),
            minutes,
            minutes_document,
            minutes_shown,
            order=30,
            read=read_minutes,
        ),
    ]
