"""Registrations as who facilitates reads them."""

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cercles.meetings.enums import Presence
from cercles.meetings.models import Meeting, Registration

_TITLES: dict[str, str | Promise] = {
    Presence.REGISTERED: _("Inscriptions confirmées"),
    Presence.ATTENDED: _("Présences"),
    Presence.WAITING: _("En liste d’attente, dans l’ordre"),
    Presence.INVITED: _("Sans réponse"),
    Presence.CANCELLED: _("Ne participent pas"),
    Presence.ABSENT: _("Absences"),
}


def expected(meeting: Meeting, *, all_states: bool = False) -> list[Registration]:
    """Everybody who was asked, by name; without those who said no."""
    rows = meeting.registrations.select_related("person", "organisation").order_by("person__search_key", "id")
    return list(rows if all_states else rows.exclude(state=Presence.CANCELLED))


def registrations_by_state(meeting: Meeting) -> list[tuple[str | Promise, list[Registration]]]:
    """The groups that are not empty; those who wait in the order of the list."""
    rows = expected(meeting, all_states=True)
    groups = []
    for state, title in _TITLES.items():
        found = [row for row in rows if row.state == state]
        if state == Presence.WAITING:
            found.sort(key=lambda row: row.queue_number or 0)
        if found:
            groups.append((title, found))
    return groups


def page_people(meeting: Meeting) -> QuerySet[Registration]:
    """Those who have a seat or came, by name."""
    rows = meeting.registrations.taking_part().select_related("person", "organisation")
    return rows.order_by("person__search_key", "id")
