"""The letter of a visit of the assistance."""

from typing import Any

from django.utils.translation import gettext as _

from cercles.circles.emails.frame import address, why_facilitator
from cercles.circles.models import SupportVisit
from cercles.core.typography import when_time
from cercles.journal import actions as journal


def visited(visit: SupportVisit, person: Any) -> None:
    """To who facilitates, at once."""
    circle = visit.circle
    journal.send_letter(
        key=f"circle-visit-{visit.pk}-{person.pk}",
        person=person,
        subject=_("L’assistance lit « %(circle)s » pendant une heure") % {"circle": circle},
        lines=[
            _("Voici pourquoi :"),
            visit.reason,
            _(
                "Elle lit les échanges et la liste des membres. Elle n’écrit rien, et ne lit ni documents, ni votes, ni fichiers joints."
            ),
            _("Les membres le lisent sur la page du cercle, et chacun dans son compte, sur la page « Mes données »."),
        ],
        facts=[(_("Qui"), visit.by), (_("Jusqu’au"), when_time(visit.until))],
        act=(_("Voir les visites du cercle"), address("circles:visits_of", slug=circle.slug)),
        reason=why_facilitator(circle),
    )
