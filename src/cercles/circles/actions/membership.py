"""Enter a circle, be what one is in it, leave it."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from cercles.circles.actions.charter import ask_representatives, note_acceptance
from cercles.circles.actions.locks import locked, locked_open, said
from cercles.circles.emails import life
from cercles.circles.enums import (
    FACILITATING,
    GIVEN_ROLES,
    CircleRole,
    HandoverState,
    InvitationState,
    RequestState,
)
from cercles.circles.models import CharterVersion, Circle, Handover, Invitation, JoinRequest, Membership
from cercles.circles.queries import facilitators_of
from cercles.circles.rules import memory
from cercles.core import clock, slots
from cercles.core.errors import RuleBroken
from cercles.journal import actions as journal
from cercles.organisations.models import Affiliation, Organisation
from cercles.search.actions import touch


def check_affiliation(person: Any, organisation: Organisation | None) -> None:
    """One is in a circle for an organisation one belongs to."""
    if organisation is None:
        return
    if not Affiliation.objects.within(organisation).current().filter(person=person).exists():
        raise RuleBroken(
            "organisation_not_hers",
            _("Choisissez une organisation dont cette personne fait partie, ou elle-même."),
            field="organisation",
        )


@transaction.atomic
def add_member(
    *,
    circle: Circle,
    person: Any,
    by: Any,
    organisation: Organisation | None = None,
    role: str = CircleRole.MEMBER,
    version: CharterVersion | None = None,
    pioneer_since: date | None = None,
    since: datetime | None = None,
) -> Membership:
    """``person`` enters. ``version`` is the charter she read and accepted in the same act. Twice gives the same membership."""
    fresh = locked_open(circle)
    found = Membership.objects.current().filter(circle=fresh, person=person).first()
    if found is None:
        check_affiliation(person, organisation)
        found = Membership.objects.create(
            circle=fresh, person=person, organisation=organisation, role=role,
            pioneer_since=pioneer_since, since=since or clock.now(),
        )  # fmt: skip
        journal.record("circles.joined", fresh, by=by, audience=fresh.members_audience, person=person.pk)
        touch(person)  # who shows her page to the circles she shares is found by these members too
        _settle_doors(fresh, person, by)
        for welcome in slots.providers("circle.joined"):
            welcome(fresh, person)
    if version is not None:
        note_acceptance(version, person=person)
    if organisation is not None:
        ask_representatives(fresh, organisation)
    memory.forget(person)
    return found


def _settle_doors(circle: Circle, person: Any, by: Any) -> None:
    """She came by one door: nobody answers at the others any more."""
    now = clock.now()
    Invitation.objects.filter(circle=circle, person=person, state=InvitationState.SENT).update(
        state=InvitationState.ACCEPTED, answered_at=now
    )
    JoinRequest.objects.filter(circle=circle, person=person, state=RequestState.ASKED).update(
        state=RequestState.ACCEPTED, decided_at=now, decided_by=by
    )


def keep_a_facilitator(circle: Circle, *, without: Membership) -> None:
    """Never an open circle without facilitator. Call it with the circle locked."""
    if circle.is_closed or without.role not in FACILITATING:
        return
    if not Membership.objects.facilitators().filter(circle=circle).exclude(pk=without.pk).exists():
        raise RuleBroken(
            "last_facilitator",
            _("Vous êtes la seule personne à animer ce cercle. Proposez le relais à un membre, ou fermez le cercle."),
        )


def end_membership(membership: Membership, *, reason: str, by: Any) -> Membership:
    """The row stays, with its dates; what was shared stays in the circle."""
    membership.until, membership.leaving_reason = max(clock.now(), membership.since), reason
    membership.save(update_fields=["until", "leaving_reason"])
    circle = membership.circle
    journal.record("circles.left", circle, by=by, audience=circle.members_audience, person=membership.person_id)
    touch(membership.person)
    memory.forget(membership.person)
    offered = Handover.objects.filter(Q(giver=membership.person) | Q(taker=membership.person), circle=circle)
    offered.filter(state=HandoverState.PROPOSED).update(state=HandoverState.CANCELLED, answered_at=clock.now())
    for give_back in slots.providers("circle.left"):
        give_back(circle, membership.person)
    return membership


def _own(circle: Circle, person: Any) -> Membership:
    row = Membership.objects.current().filter(circle=circle, person=person).select_related("circle", "person").first()
    if row is None:
        raise RuleBroken("not_a_member", _("Vous n’êtes pas, ou plus, membre de ce cercle."))
    return row


@transaction.atomic
def leave_circle(*, circle: Circle, by: Any, reason: str = "") -> Membership:
    """Anybody leaves at any time, save the last who facilitates an open circle."""
    fresh = locked(circle)
    membership = _own(fresh, by)
    keep_a_facilitator(fresh, without=membership)
    end_membership(membership, reason=reason.strip(), by=by)
    life.left(membership, facilitators_of(fresh))
    memory.forget(by)
    return membership


@transaction.atomic
def ask_to_leave(*, circle: Circle, person: Any) -> None:
    """From the standing link of a mail, which anybody who was given the mail may open: the signed link that leaves goes to her own
    address. Once a day."""
    row = Membership.objects.current().filter(circle=circle, person=person).select_related("circle").first()
    if row is not None:
        life.leaving(row, clock.today())


def _fresh(membership: Membership) -> Membership:
    """The row read again with its circle locked, refused when it ended meanwhile."""
    locked_open(membership.circle)
    row = Membership.objects.select_related("circle", "person").get(pk=membership.pk)
    if row.until is not None:
        raise RuleBroken("not_a_member", _("Cette personne n’est plus membre du cercle."))
    return row


@transaction.atomic
def remove_member(*, membership: Membership, by: Any, reason: str) -> Membership:
    """Somebody who facilitates ends a membership and says why; the person is told, and no older invitation lets her back in."""
    reason = said(reason, _("Dites en une phrase pourquoi : la personne la recevra."))
    row = _fresh(membership)
    keep_a_facilitator(row.circle, without=row)
    end_membership(row, reason=reason, by=by)
    Invitation.objects.filter(circle=row.circle, person=row.person, state=InvitationState.DECLINED).update(
        state=InvitationState.CANCELLED
    )
    life.removed(row)
    return row


@transaction.atomic
def change_member(*, membership: Membership, by: Any, role: str, pioneer_since: date | None = None) -> Membership:
    """Another role, or the day since when she is a pioneer. Facilitation itself goes by hand-over."""
    row = _fresh(membership)
    if role not in GIVEN_ROLES:
        raise RuleBroken("role_not_given", _("Pour confier l’animation, proposez un passage de relais."), field="role")
    changed = role != row.role
    if changed:
        keep_a_facilitator(row.circle, without=row)
    row.role, row.pioneer_since = role, pioneer_since
    row.save(update_fields=["role", "pioneer_since"])
    if changed:
        entry = journal.record(
            "circles.role_changed",
            row.circle,
            by=by,
            audience=row.circle.members_audience,
            person=row.person_id,
            role=role,
        )
        life.role_changed(row, mark=str(entry.pk))
    memory.forget(row.person)
    return row


@transaction.atomic
def speak_for(*, circle: Circle, by: Any, organisation: Organisation | None) -> Membership:
    """A member says for which of her organisations she is there, or that she is there for herself."""
    row = _own(locked_open(circle), by)
    check_affiliation(by, organisation)
    row.organisation = organisation
    row.save(update_fields=["organisation"])
    for follow in slots.providers("circle.speaks"):
        follow(row.circle, by)
    if organisation is not None:
        ask_representatives(row.circle, organisation)
    memory.forget(by)
    return row
