"""Registrations as a table, one's own data as she may take it away."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from cercles.core.tables import write_table
from cercles.meetings import queries
from cercles.meetings.models import FollowUp, Meeting, Registration, Takeaway


def registrations(meeting: Meeting, flavour: str) -> Iterator[bytes]:
    """Who comes. Under the Chatham House rule neither names nor organisations: only how many, and where each stands."""
    rows = queries.expected(meeting, all_states=True)
    if meeting.is_chatham:
        states = sorted(row.get_state_display() for row in rows)  # the order of names would say something of them
        numbered = ((str(number), state) for number, state in enumerate(states, 1))
        yield from write_table([_("participant"), _("état")], numbered, flavour)
        return
    columns = [_("nom"), _("adresse"), _("organisation"), _("état"), _("comment")]
    told = (
        (
            row.person.display_name, row.person.email, row.organisation.name if row.organisation else "",
            row.get_state_display(), row.get_came_display(),
        )
        for row in rows
    )  # fmt: skip
    yield from write_table(columns, told, flavour)


def of_person(person: Any) -> dict[str, list[dict[str, Any]]]:
    """What this room holds of a person: hers alone, never another's name."""
    rows = Registration.objects.filter(person=person).select_related("meeting", "organisation")
    follow_ups = FollowUp.objects.filter(person=person).select_related("meeting")
    answers = Takeaway.objects.filter(person=person).select_related("meeting")
    return {
        _("Rencontres"): [
            {
                _("rencontre"): row.meeting.title,
                _("date"): row.meeting.starts_at,
                _("organisation"): row.organisation.name if row.organisation else "",
                _("état"): row.get_state_display(),
            }
            for row in rows.order_by("meeting__starts_at")
        ],
        _("Ce dont vous vous êtes chargé"): [
            {
                _("quoi"): row.what,
                _("rencontre"): row.meeting.title,
                _("état"): row.get_state_display(),
                _("raison"): row.reason,
            }
            for row in follow_ups
        ],
        _("Vos réponses après une rencontre"): [
            {
                _("rencontre"): row.meeting.title,
                _("réponse"): row.text,
                _("le"): row.answered_at,
                _("ce que cela a donné"): row.outcome,
            }
            for row in answers
        ],
    }
