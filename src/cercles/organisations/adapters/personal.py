"""What the room holds of a person: given to her, and deleted with her account."""

from typing import Any

from django.utils.translation import gettext as _

from cercles.journal.actions import unname
from cercles.organisations.models import Affiliation, Claim, Report


def export(person: Any) -> dict[str, list[dict[str, Any]]]:
    links = person.affiliations.select_related("organisation")
    claims = person.organisation_claims.select_related("organisation")
    return {
        _("Organisations"): [
            {
                "organisation": row.organisation.name, "role": row.get_role_display(), "title": row.title,
                "since": row.since, "until": row.until,
            }
            for row in links
        ],
        _("Demandes de représentation"): [
            {
                "organisation": row.organisation.name, "state": row.get_state_display(), "message": row.message,
                "asked_at": row.asked_at, "reason": row.reason,
            }
            for row in claims
        ],
        _("Erreurs signalées"): [
            {
                "organisation": row.organisation.name, "what": row.get_column_display(), "says": row.says, "proof": row.proof,
                "state": row.get_state_display(), "asked_at": row.asked_at,
            }
            for row in person.reports.select_related("organisation")
        ],
    }  # fmt: skip


def erase(person: Any) -> None:
    """Her links and requests are only hers; the pages she added belong to everybody."""
    claims = Claim.objects.filter(person=person)
    unname(claims)
    claims.delete()
    Affiliation.objects.filter(person=person).delete()
    Report.objects.filter(person=person).update(person=None, email="")


def told(person: Any) -> list[tuple[bool, str]]:
    return [
        (False, _("vos liens avec des organisations et vos demandes de les représenter")),
        (True, _("les erreurs que vous avez signalées, sans votre nom ni votre adresse")),
        (True, _("les pages d’organisations que vous avez ajoutées, sans votre nom")),
    ]
