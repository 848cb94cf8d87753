"""Pieces of other rooms' pages."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cercles.circles.enums import FACILITATING
from cercles.circles.rules import is_member, memory
from cercles.core.components import NavItem, Panel, Tab
from cercles.core.prepared import counted, prepared
from cercles.core.routes import address_of
from cercles.meetings.rules import can_see_meeting
from cercles.practices import queries
from cercles.practices.models import PracticeSheet, SheetVersion, represented_by
from cercles.practices.rules import can_write_in


def nav() -> list[NavItem]:
    return [NavItem(_("Fiches"), "practices:list", "practices")]


@prepared
def _of_circle(circle: Any, reader: Any, represented: Collection[int]) -> QuerySet[PracticeSheet, int]:
    """How many of its sheets she may read."""
    found = PracticeSheet.objects.by_audience(reader)
    found = found | PracticeSheet.objects.naming(represented) if represented else found
    return counted(found.filter(circle=circle))


def circle_tabs(circle: Any, reader: Any) -> list[Tab]:
    if not is_member(reader, circle):
        return []
    count = sum(_of_circle(circle, reader, represented_by(reader)))
    return [Tab(_("Fiches"), f"{address_of('practices:list')}?circle={circle.slug}", "practices", count)]


def meeting_panels(meeting: Any, reader: Any) -> list[Panel]:
    """Once it has begun, the members of its circle may tell what was learned."""
    told = meeting.was_announced and meeting.has_started and not meeting.is_cancelled
    if not told or not can_write_in(reader, meeting.circle) or not can_see_meeting(reader, meeting):
        return []
    return [Panel("practices/meeting_panel.html", {"slug": meeting.circle.slug, "ref": meeting.ref}, alone=True)]


def thread_panels(thread: Any, reader: Any) -> list[Panel]:
    """A conversation often tells a practice: its page leads to the sheet."""
    if not can_write_in(reader, thread.circle):
        return []
    return [Panel("practices/thread_panel.html", {"slug": thread.circle.slug, "ref": thread.ref}, alone=True)]


def organisation_panels(organisation: Any, reader: Any) -> list[Panel]:
    """What it told, and what it took up: the thread of an organisation."""
    sheets, reuses = queries.told_of(organisation, reader)
    return (
        [Panel("practices/organisation_panel.html", {"sheets": sheets, "reuses": reuses})] if sheets or reuses else []
    )


def home_public(reader: Any) -> list[Panel]:
    """Sheets that were taken up, with what became of them: failures are told too."""
    sheets = queries.lines_of(queries.newest_public(reader, 4), reader, models=True)
    return [Panel("practices/home_panel.html", {"sheets": sheets})]


def week_panels(person: Any, told: Any) -> list[Panel]:
    return home_public(person)


@prepared
def _announced(circles: Collection[int], since: datetime) -> QuerySet[SheetVersion, int]:
    return counted(SheetVersion.objects.filter(sheet__circle__in=circles, shared_at__gte=since))


def week_sent(person: Any, since: datetime) -> list[str]:
    """Sheets whose sharing was told to the members of the circles she runs."""
    circles = {row.circle_id for row in memory.current_memberships(person) if row.role in FACILITATING}
    count = sum(_announced(circles, since))
    words = ngettext("%(n)d fiche annoncée aux membres", "%(n)d fiches annoncées aux membres", count)
    return [words % {"n": count}] if count else []
