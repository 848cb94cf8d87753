"""Invite: one address, a pasted list, a link to share."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cercles.circles.actions.charter import check_current
from cercles.circles.actions.locks import locked_open, step
from cercles.circles.actions.membership import add_member
from cercles.circles.emails import doors
from cercles.circles.enums import GIVEN_ROLES, INVITATION_MOVES, CircleRole, InvitationState, LinkMode
from cercles.circles.models import CharterVersion, Circle, Invitation, JoinLink, Membership
from cercles.circles.queries import facilitators_of
from cercles.core import clock, links
from cercles.core.addresses import Address
from cercles.core.errors import RuleBroken
from cercles.journal import actions as journal
from cercles.organisations.models import Organisation
from cercles.people.actions import introduce, invite_person


@transaction.atomic
def invite(
    *, circle: Circle, by: Any, email: str, name: str = "", role: str = CircleRole.MEMBER, message: str = ""
) -> Invitation:
    """A letter with a signed link. Who was invited already and has not answered receives the letter again."""
    if role not in GIVEN_ROLES:
        raise RuleBroken("role_not_given", _("Pour confier l’animation, proposez un passage de relais."), field="role")
    fresh = locked_open(circle)
    person = invite_person(email=email, name=name, by=by)
    if Membership.objects.current().filter(circle=fresh, person=person).exists():
        raise RuleBroken("already_member", _("%(name)s est déjà membre du cercle.") % {"name": person}, field="email")
    now = clock.now()
    invitation = Invitation.objects.filter(circle=fresh, person=person, state=InvitationState.SENT).first()
    if invitation is None:
        invitation = Invitation(circle=fresh, person=person, times_sent=0)
    invitation.role, invitation.message, invitation.sent_by = role, message.strip(), by
    invitation.sent_at, invitation.until = now, now + links.LIFE
    invitation.times_sent += 1
    invitation.save()
    journal.record("circles.invited", fresh, by=by, audience=f"person:{by.pk}", person=person.pk)
    doors.invitation(invitation)
    return invitation


def invite_many(
    *, circle: Circle, by: Any, addresses: Iterable[Address], message: str = ""
) -> tuple[list[Invitation], list[str], list[tuple[str, str]]]:
    """Gives the invitations, how those who are in already are called, and (address, why) for those refused: one never stops the rest."""
    sent, already, refused = [], [], []
    for address in addresses:
        try:
            sent.append(invite(circle=circle, by=by, email=address.email, name=address.name, message=message))
        except RuleBroken as refusal:
            if refusal.code == "already_member":
                already.append(address.name or address.email)
            else:
                refused.append((address.email, str(refusal.text)))
    return sent, already, refused


def _taken(invitation: Invitation, verb: str) -> tuple[Invitation, bool]:
    locked_open(invitation.circle)
    row = Invitation.objects.select_related("circle", "person").get(pk=invitation.pk)
    moved = step(row, verb, INVITATION_MOVES)
    if moved:
        row.answered_at = clock.now()
    return row, moved


@transaction.atomic
def accept_invitation(
    *,
    invitation: Invitation,
    by: Any,
    version: CharterVersion,
    organisation: Organisation | None = None,
    name: str = "",
) -> Membership:
    """Accept the charter that was read and enter, in one act. Twice is once; who left since does not come back by the old letter.

    ``name`` is what somebody known by her address alone says she is called.
    """
    row, moved = _taken(invitation, "accept")
    if not moved:
        return _still_in(row)
    if row.is_over:
        raise RuleBroken("invitation_over", _("Cette invitation a pris fin. Demandez à la recevoir de nouveau."))
    check_current(version)
    row.save(update_fields=["state", "answered_at"])
    row.person = introduce(person=row.person, name=name)
    membership = add_member(
        circle=row.circle, person=row.person, by=by, role=row.role, organisation=organisation, version=version
    )
    doors.welcome(membership)
    doors.came(membership, facilitators_of(row.circle))
    return membership


def _still_in(invitation: Invitation) -> Membership:
    row = Membership.objects.current().filter(circle=invitation.circle, person=invitation.person).first()
    if row is None:
        raise RuleBroken("invitation_used", _("Cette invitation a déjà servi. Demandez à rejoindre le cercle."))
    return row


@transaction.atomic
def decline_invitation(*, invitation: Invitation, by: Any, reason: str = "") -> Invitation:
    row, moved = _taken(invitation, "decline")
    if moved:
        row.reason = reason.strip()
        row.save(update_fields=["state", "reason", "answered_at"])
        journal.record("circles.invitation_declined", row.circle, by=by, audience=f"person:{by.pk}")
        doors.invitation_declined(row, facilitators_of(row.circle))
    return row


def answer_invitation(
    *, invitation: Invitation, by: Any, answer: str, version: CharterVersion,
    organisation: Organisation | None = None, reason: str = "", name: str = "",
) -> Membership | None:  # fmt: skip
    """Come in (``accept``), or decline with a word: the membership, or None."""
    if answer == "accept":
        return accept_invitation(invitation=invitation, by=by, version=version, organisation=organisation, name=name)
    decline_invitation(invitation=invitation, by=by, reason=reason)
    return None


@transaction.atomic
def cancel_invitation(*, invitation: Invitation, by: Any) -> Invitation:
    row, moved = _taken(invitation, "cancel")
    if moved:
        row.save(update_fields=["state", "answered_at"])
        journal.record("circles.invitation_cancelled", row.circle, by=by, audience=f"person:{by.pk}")
    return row


@transaction.atomic
def renew_join_link(*, circle: Circle, by: Any, mode: str = LinkMode.REQUEST, days: int = 30) -> JoinLink:
    """Another address to share; the former one dies."""
    fresh = locked_open(circle)
    JoinLink.objects.filter(circle=fresh, revoked_at__isnull=True).update(revoked_at=clock.now())
    link = JoinLink.objects.create(
        circle=fresh, mode=mode, made_by=by, made_at=clock.now(), until=clock.now() + timedelta(days=days)
    )
    journal.record("circles.link_made", fresh, by=by, audience=f"person:{by.pk}", mode=mode)
    return link


@transaction.atomic
def revoke_join_link(*, circle: Circle, by: Any) -> None:
    fresh = locked_open(circle)
    if JoinLink.objects.filter(circle=fresh, revoked_at__isnull=True).update(revoked_at=clock.now()):
        journal.record("circles.link_revoked", fresh, by=by, audience=f"person:{by.pk}")
