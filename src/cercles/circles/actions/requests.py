"""Ask to enter; answer who asks."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cercles.circles.actions.charter import check_current
from cercles.circles.actions.locks import locked_open, said, step
from cercles.circles.actions.membership import add_member, check_affiliation
from cercles.circles.emails import doors
from cercles.circles.enums import REQUEST_MOVES, RequestState
from cercles.circles.models import CharterVersion, Circle, JoinLink, JoinRequest, Membership
from cercles.circles.queries import facilitators_of, has_been_in
from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.journal import actions as journal
from cercles.organisations.models import Organisation


def check_outside(circle: Circle, person: Any) -> None:
    if Membership.objects.current().filter(circle=circle, person=person).exists():
        raise RuleBroken("already_member", _("Vous êtes déjà membre de ce cercle."))


@transaction.atomic
def ask_to_join(
    *, circle: Circle, by: Any, version: CharterVersion, answer: str = "", organisation: Organisation | None = None
) -> JoinRequest:
    """``by`` read and accepts ``version``, answers the circle's question, and waits. Asking twice is asking once."""
    fresh = locked_open(circle)
    check_outside(fresh, by)
    waiting = JoinRequest.objects.filter(circle=fresh, person=by, state=RequestState.ASKED).first()
    if waiting is not None:
        return waiting
    check_current(version)
    check_affiliation(by, organisation)
    if fresh.join_question and not answer.strip():
        raise RuleBroken(
            "answer_missing", _("Répondez en une ou deux phrases à la question du cercle."), field="answer"
        )
    request = JoinRequest.objects.create(
        circle=fresh, person=by, organisation=organisation, version=version, answer=answer.strip(), asked_at=clock.now()
    )
    journal.record("circles.join_asked", fresh, by=by, audience=f"person:{by.pk}")
    doors.asked(request, facilitators_of(fresh))
    return request


@transaction.atomic
def enter_by_link(
    *, link: JoinLink, by: Any, version: CharterVersion, organisation: Organisation | None = None
) -> Membership:
    """A link that leads straight in, as who facilitates decided; who was a member before asks to come back instead."""
    fresh = locked_open(link.circle)
    alive = JoinLink.objects.filter(pk=link.pk, revoked_at__isnull=True, until__gt=clock.now(), mode="direct").exists()
    if not alive:
        raise RuleBroken("link_over", _("Ce lien n’est plus valable. Demandez-en un autre à qui vous l’a donné."))
    if has_been_in(fresh, by):
        raise RuleBroken("was_a_member", _("Vous avez déjà été membre de ce cercle : demandez à y revenir."))
    check_current(version)
    membership = add_member(circle=fresh, person=by, by=by, organisation=organisation, version=version)
    doors.welcome(membership)
    doors.came(membership, facilitators_of(fresh))
    return membership


def _taken(request: JoinRequest, verb: str) -> tuple[JoinRequest, bool]:
    locked_open(request.circle)
    row = JoinRequest.objects.select_related("circle", "person", "organisation", "version").get(pk=request.pk)
    return row, step(row, verb, REQUEST_MOVES)


def _decide(row: JoinRequest, by: Any) -> None:
    row.decided_at, row.decided_by = clock.now(), by
    row.save(update_fields=["state", "reason", "decided_at", "decided_by"])


@transaction.atomic
def accept_request(*, request: JoinRequest, by: Any) -> JoinRequest:
    """She enters, with the charter she read when she asked. Two who accept at once make one member."""
    row, moved = _taken(request, "accept")
    if moved:
        _decide(row, by)
        membership = add_member(
            circle=row.circle, person=row.person, by=by, organisation=row.organisation, version=row.version
        )
        doors.welcome(membership)
    return row


@transaction.atomic
def decline_request(*, request: JoinRequest, by: Any, reason: str) -> JoinRequest:
    reason = said(reason, _("Dites pourquoi en une phrase : la personne la recevra."))
    row, moved = _taken(request, "decline")
    if moved:
        row.reason = reason
        _decide(row, by)
        journal.record("circles.join_declined", row.circle, by=by, audience=f"person:{row.person_id}", reason=reason)
        doors.request_declined(row)
    return row


@transaction.atomic
def withdraw_request(*, request: JoinRequest, by: Any) -> JoinRequest:
    row, moved = _taken(request, "withdraw")
    if moved:
        _decide(row, by)
    return row
