"""A poll that will decide nothing: cancelled with a reason, which the voters are told. What was answered with a name stays; a secret urn is
emptied."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.journal import actions as journal
from cercles.polls.actions.locks import locked, required
from cercles.polls.enums import PollState
from cercles.polls.models import Poll, Urn
from cercles.polls.queries import voices_of
from cercles.search import actions as search


@transaction.atomic
def cancel_poll(*, poll: Poll, by: Any, reason: str) -> Poll:
    """Nobody answers any more; letters that had not left do not leave. No ballot of a secret poll is kept. Twice is once."""
    reason = required(reason, _("Dites pourquoi : les membres le lisent."), "reason")
    try:
        fresh = locked(poll)
    except RuleBroken as refusal:
        if refusal.code == "poll_cancelled":
            return Poll.objects.get(pk=poll.pk)
        raise
    now = clock.now()
    fresh.state, fresh.closed_at, fresh.closed_by, fresh.outcome = PollState.CANCELLED, now, by, reason
    fresh.voices, fresh.changed_at = len(voices_of(fresh)), now
    fresh.save(update_fields=["state", "closed_at", "closed_by", "outcome", "voices", "changed_at"])
    Urn.objects.filter(poll=fresh).update(sealed=b"")
    for start in ("ask", "reminder"):
        journal.drop_waiting(start=f"poll-{start}-{fresh.pk}-")
    search.touch(fresh)
    journal.record("polls.cancelled", fresh, by=by, reason=reason)
    journal.enqueue("polls.tell_cancelled", key=f"poll-cancelled-{fresh.pk}", poll=fresh.pk)
    return fresh
