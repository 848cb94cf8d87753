"""An account is erased: what was only hers goes, what was shared stays."""

from typing import Any

from django.utils.translation import gettext as _

from cercles.circles.actions.locks import locked
from cercles.circles.actions.membership import end_membership, keep_a_facilitator
from cercles.circles.models import (
    Handover,
    Invitation,
    JoinRequest,
    Membership,
    Nudge,
    OpeningRequest,
    PositionStatement,
)
from cercles.journal import actions as journal


def forget_person(person: Any) -> None:
    """Called inside the erasure. Her memberships end, her own cells and requests are deleted, her organisation's cells stay."""
    for membership in Membership.objects.current().filter(person=person).select_related("circle", "person"):
        keep_a_facilitator(locked(membership.circle), without=membership)
        end_membership(membership, reason=_("Compte effacé."), by=None)
    Membership.objects.filter(person=person).update(leaving_reason="")
    PositionStatement.objects.filter(person=person).delete()
    JoinRequest.objects.filter(person=person).delete()
    Invitation.objects.filter(person=person).delete()
    Nudge.objects.filter(person=person).delete()
    Handover.objects.filter(taker=person).delete()
    Handover.objects.filter(giver=person).delete()
    asked = OpeningRequest.objects.filter(person=person)
    journal.unname(asked)
    asked.delete()
