"""Hand facilitation over: proposed by one, accepted by the other."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cercles.circles.actions.locks import locked_open, step
from cercles.circles.emails import life
from cercles.circles.enums import GIVEN_ROLES, HANDOVER_MOVES, CircleRole, HandoverState
from cercles.circles.models import Circle, Handover, Membership
from cercles.circles.rules import memory
from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.journal import actions as journal


def _row(circle: Circle, person: Any) -> Membership | None:
    return Membership.objects.current().filter(circle=circle, person=person).first()


@transaction.atomic
def propose_handover(
    *, circle: Circle, by: Any, taker: Membership, stays_as: str = CircleRole.MEMBER, message: str = ""
) -> Handover:
    """``by`` proposes her place to another member; a second proposal replaces the first."""
    fresh = locked_open(circle)
    mine = _row(fresh, by)
    if mine is None or not mine.is_facilitating:
        raise RuleBroken("not_a_facilitator", _("Seule une personne qui anime le cercle passe le relais."))
    other = _row(fresh, taker.person)
    if other is None or other == mine or other.role == CircleRole.FACILITATOR:
        raise RuleBroken("no_such_taker", _("Choisissez un autre membre, qui n’anime pas encore."), field="taker")
    if stays_as not in GIVEN_ROLES:
        raise RuleBroken("role_not_given", _("Choisissez le rôle que vous gardez."), field="stays_as")
    Handover.objects.filter(circle=fresh, giver=by, state=HandoverState.PROPOSED).update(
        state=HandoverState.CANCELLED, answered_at=clock.now()
    )
    handover = Handover.objects.create(
        circle=fresh, giver=by, taker=other.person, stays_as=stays_as, message=message.strip(), proposed_at=clock.now()
    )
    journal.record("circles.handover_proposed", fresh, by=by, audience=fresh.members_audience, person=other.person_id)
    life.handover_proposed(handover)
    return handover


def _answer(handover: Handover, verb: str, by: Any, *, only: str) -> tuple[Handover, bool]:
    locked_open(handover.circle)
    row = Handover.objects.select_related("circle", "giver", "taker").get(pk=handover.pk)
    if getattr(row, f"{only}_id") != by.pk:
        raise RuleBroken("not_yours", _("Cette proposition ne vous est pas adressée."))
    moved = step(row, verb, HANDOVER_MOVES)
    if moved:
        row.answered_at = clock.now()
    return row, moved


@transaction.atomic
def accept_handover(*, handover: Handover, by: Any) -> Handover:
    """The taker facilitates; the giver keeps the role she chose."""
    row, moved = _answer(handover, "accept", by, only="taker")
    if not moved:
        return row
    taker, giver = _row(row.circle, row.taker), _row(row.circle, row.giver)
    if taker is None or giver is None or not giver.is_facilitating:
        raise RuleBroken(
            "handover_void", _("L’un de vous n’est plus en place dans ce cercle : le relais ne tient plus.")
        )
    taker.role, giver.role = giver.role, row.stays_as
    for membership in (taker, giver):
        membership.save(update_fields=["role"])
    row.save(update_fields=["state", "answered_at"])
    journal.record("circles.handed_over", row.circle, by=by, audience=row.circle.members_audience, person=row.giver_id)
    life.handover_answered(row)
    for person in (row.taker, row.giver, by):
        memory.forget(person)
    return row


@transaction.atomic
def decline_handover(*, handover: Handover, by: Any, reason: str = "") -> Handover:
    row, moved = _answer(handover, "decline", by, only="taker")
    if moved:
        row.reason = reason.strip()
        row.save(update_fields=["state", "reason", "answered_at"])
        life.handover_answered(row)
    return row


@transaction.atomic
def cancel_handover(*, handover: Handover, by: Any) -> Handover:
    row, moved = _answer(handover, "cancel", by, only="giver")
    if moved:
        row.save(update_fields=["state", "answered_at"])
    return row
