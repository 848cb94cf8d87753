"""What a person takes away with her data."""

from typing import Any

from django.utils.translation import gettext as _

from cercles.circles.models import CharterAcceptance, JoinRequest, Membership, PositionStatement


def of_person(person: Any) -> dict[str, list[dict[str, Any]]]:
    """Section → rows, in words."""
    memberships = Membership.objects.filter(person=person).select_related("circle", "organisation")
    accepted = CharterAcceptance.objects.filter(person=person).select_related("version__circle", "organisation")
    requests = JoinRequest.objects.filter(person=person).select_related("circle")
    positions = PositionStatement.objects.filter(said_by=person).select_related("theme", "circle", "organisation")
    return {
        _("Cercles"): [
            {
                "cercle": str(row.circle), "pour": str(row.organisation or ""), "rôle": row.get_role_display(),
                "depuis": row.since.isoformat(), "jusqu’au": row.until.isoformat() if row.until else "",
            }
            for row in memberships
        ],
        _("Chartes acceptées"): [
            {
                "cercle": str(row.version.circle), "version": row.version.number,
                "pour": str(row.organisation or ""), "le": row.at.isoformat(),
            }
            for row in accepted
        ],
        _("Demandes d’entrée"): [
            {
                "cercle": str(row.circle), "réponse": row.answer, "état": row.get_state_display(),
                "raison": row.reason, "le": row.asked_at.isoformat(),
            }
            for row in requests
        ],
        _("Positions"): [
            {
                "cercle": str(row.circle), "thème": str(row.theme), "pour": str(row.organisation or ""),
                "où": row.get_level_display(), "texte": row.text, "le": row.said_at.isoformat(),
            }
            for row in positions
        ],
    }  # fmt: skip


def erase_blockers(person: Any) -> list[str]:
    """Circles that would be left without anybody to facilitate them."""
    mine = Membership.objects.facilitators().filter(person=person).exclude(circle__stage="closed")
    circles = {row.circle_id: row.circle for row in mine.select_related("circle")}
    others = Membership.objects.facilitators().filter(circle__in=circles).exclude(person=person)
    kept = set(others.values_list("circle", flat=True))
    text = _("Vous êtes la seule personne à animer « %(circle)s » : passez le relais, ou fermez le cercle.")
    return [text % {"circle": circle} for pk, circle in sorted(circles.items()) if pk not in kept]
