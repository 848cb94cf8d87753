"""What a person takes away with her data."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from cercles.circles.models import (
    CharterAcceptance,
    Handover,
    Invitation,
    JoinRequest,
    Membership,
    Nudge,
    OpeningRequest,
    PositionStatement,
)

Rows = list[dict[str, Any]]


def of_person(person: Any) -> dict[str, Rows]:
    """Section → rows, in words."""
    return {
        _("Cercles"): _memberships(person),
        _("Chartes acceptées"): _acceptances(person),
        _("Demandes d’entrée"): _requests(person),
        _("Invitations reçues"): _invitations(person),
        _("Positions"): _positions(person),
        _("Relais proposés ou reçus"): _handovers(person),
        _("Demandes d’ouverture d’un cercle"): _openings(person),
        _("Mots préparés pour vous par l’animation"): _nudges(person),
    }


def _day(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _memberships(person: Any) -> Rows:
    return [
        {
            _("cercle"): str(row.circle), _("pour"): str(row.organisation or ""), _("rôle"): row.get_role_display(),
            _("pair pionnier depuis"): str(row.pioneer_since or ""),
            _("depuis"): _day(row.since), _("jusqu’au"): _day(row.until), _("raison du départ"): row.leaving_reason,
        }
        for row in Membership.objects.filter(person=person).select_related("circle", "organisation")
    ]  # fmt: skip


def _acceptances(person: Any) -> Rows:
    rows = CharterAcceptance.objects.filter(person=person).select_related("version__circle", "organisation")
    return [
        {
            _("cercle"): str(row.version.circle), _("version"): row.version.number,
            _("pour"): str(row.organisation or ""), _("le"): _day(row.at),
        }
        for row in rows
    ]  # fmt: skip


def _requests(person: Any) -> Rows:
    return [
        {
            _("cercle"): str(row.circle), _("réponse"): row.answer, _("état"): row.get_state_display(),
            _("raison"): row.reason, _("le"): _day(row.asked_at),
        }
        for row in JoinRequest.objects.filter(person=person).select_related("circle")
    ]  # fmt: skip


def _invitations(person: Any) -> Rows:
    return [
        {
            _("cercle"): str(row.circle), _("message"): row.message, _("état"): row.get_state_display(),
            _("votre mot"): row.reason, _("le"): _day(row.sent_at),
        }
        for row in Invitation.objects.filter(person=person).select_related("circle")
    ]  # fmt: skip


def _positions(person: Any) -> Rows:
    rows = PositionStatement.objects.filter(said_by=person).select_related("theme", "circle", "organisation")
    return [
        {
            _("cercle"): str(row.circle), _("thème"): str(row.theme), _("pour"): str(row.organisation or ""),
            _("où"): row.get_level_display(), _("texte"): row.text, _("visible"): row.get_visibility_display(),
            _("le"): _day(row.said_at),
        }
        for row in rows
    ]  # fmt: skip


def _handovers(person: Any) -> Rows:
    rows = Handover.objects.filter(Q(giver=person) | Q(taker=person)).select_related("circle")
    return [
        {
            _("cercle"): str(row.circle), _("sens"): _("proposé") if row.giver_id == person.pk else _("reçu"),
            _("message"): row.message, _("état"): row.get_state_display(), _("raison"): row.reason,
            _("le"): _day(row.proposed_at),
        }
        for row in rows
    ]  # fmt: skip


def _openings(person: Any) -> Rows:
    return [
        {
            _("cercle"): row.name, _("question"): row.draft.get("purpose", ""), _("état"): row.get_state_display(),
            _("raison"): row.reason, _("le"): _day(row.asked_at),
        }
        for row in OpeningRequest.objects.filter(person=person)
    ]  # fmt: skip


def _nudges(person: Any) -> Rows:
    """What was sent to her, put off or given up; the letters themselves are among her mails."""
    return [
        {_("cercle"): str(row.circle), _("ligne"): row.title, _("état"): row.get_state_display(), _("le"): _day(row.at)}
        for row in Nudge.objects.filter(person=person).select_related("circle")
    ]


def erase_blockers(person: Any) -> list[str]:
    """Circles that would be left without anybody to facilitate them."""
    mine = Membership.objects.facilitators().filter(person=person).exclude(circle__stage="closed")
    circles = {row.circle_id: row.circle for row in mine.select_related("circle")}
    others = Membership.objects.facilitators().filter(circle__in=circles).exclude(person=person)
    kept = set(others.values_list("circle", flat=True))
    text = _("Vous êtes la seule personne à animer « %(circle)s » : passez le relais, ou fermez le cercle.")
    return [text % {"circle": circle} for pk, circle in sorted(circles.items()) if pk not in kept]
