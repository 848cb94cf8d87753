"""Objections, treated one by one: the proposal takes it in, or the circle is told why not, or who objected lifts it."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.journal import actions as journal
from cercles.polls.actions.locks import locked, required
from cercles.polls.emails import objection_treated
from cercles.polls.enums import OBJECTION_MOVES
from cercles.polls.models import Objection, Poll, PollVersion
from cercles.search import actions as search

ASKED_AGAIN = timedelta(days=3)  # at least, for a text that nobody has read yet


def _held(objection: Objection, verb: str) -> tuple[Poll, Objection]:
    poll = locked(objection.poll)
    fresh = Objection.objects.select_for_update(of=("self",)).select_related("ballot", "person").get(pk=objection.pk)
    moves = OBJECTION_MOVES[fresh.state]  # type: ignore[index]
    if verb not in moves:
        told = _("Cette objection a déjà été traitée : « %(state)s ». Rien n’a changé.")
        raise RuleBroken("objection_treated", told % {"state": fresh.get_state_display()})
    fresh.poll, fresh.state = poll, moves[verb]
    return poll, fresh


def _decide(row: Objection, by: Any, response: str) -> None:
    row.response, row.decided_at, row.decided_by = response, clock.now(), by
    row.save(update_fields=["state", "response", "decided_at", "decided_by"])
    journal.record("polls.objection_treated", row.poll, by=by, state=str(row.state))
    objection_treated(row)


@transaction.atomic
def integrate_objection(*, objection: Objection, by: Any, text: str, response: str, round: int | None = None) -> Poll:
    """The proposal changes, its former text stays, and every voice is asked again, with the time to answer: one consents to a text, not
    to its ancestor. ``round``: the text she wrote from; what another took in meanwhile is never written over unseen."""
    poll, row = _held(objection, "integrate")
    if round not in (None, poll.round):
        told = _("La proposition a changé entre-temps : elle est à côté. Reprenez votre changement à partir d’elle.")
        raise RuleBroken("text_changed", told, field="text")
    text = required(text, _("Écrivez la proposition changée."), "text")
    if text == poll.text.strip():
        told = _("La proposition n’a pas changé : modifiez son texte, ou dites pourquoi l’objection n’est pas retenue.")
        raise RuleBroken("text_unchanged", told, field="text")
    response = required(response, _("Dites en une phrase ce qui change."), "response")
    PollVersion.objects.create(poll=poll, round=poll.round, text=poll.text)
    now = clock.now()
    poll.text, poll.round, poll.changed_at = text, poll.round + 1, now
    poll.closes_at = max(poll.closes_at, now + ASKED_AGAIN)
    poll.save(update_fields=["text", "round", "changed_at", "closes_at"])
    _decide(row, by, response)
    search.touch(poll)
    journal.enqueue("polls.ask", key=f"poll-ask-{poll.pk}-{poll.round}", poll=poll.pk, round=poll.round)
    return poll


@transaction.atomic
def set_aside_objection(*, objection: Objection, by: Any, response: str) -> Poll:
    """Not a risk for what the circle is for, but a preference: said to everybody, with the reason."""
    poll, row = _held(objection, "set_aside")
    _decide(row, by, required(response, _("Dites pourquoi : qui a objecté le lit, et le cercle aussi."), "response"))
    return poll


@transaction.atomic
def withdraw_objection(*, objection: Objection, by: Any) -> Poll:
    """Who objected lifts it. What she answered stays; she may answer anew."""
    poll, row = _held(objection, "withdraw")
    row.decided_at, row.decided_by = clock.now(), by
    row.save(update_fields=["state", "decided_at", "decided_by"])
    return poll
