"""What the worker does: ask, remind, close when it is time, tell what came out."""

from datetime import timedelta
from typing import Any

from django.db import transaction

from cercles.core import clock
from cercles.journal import queries as told
from cercles.polls import emails
from cercles.polls.actions.running import close_poll
from cercles.polls.enums import ObjectionState, PollState
from cercles.polls.models import Poll
from cercles.polls.queries import silent_voices, voices_of

REMINDED_BEFORE = timedelta(days=2)
SHORTEST_REMINDED = timedelta(days=4)  # a poll that lasts less reminds nobody


def _open(pk: int) -> Poll | None:
    found = Poll.objects.select_related("circle", "opened_by").filter(pk=pk).first()
    return found if found is not None and found.takes_answers else None


def _write(people: list[Any], write: Any) -> int:
    silent = told.unreachable([person.pk for person in people])
    for person in people:
        if person.pk not in silent:
            write(person)
    return len(people)


def ask_voters(poll: int, round: int) -> None:
    """A letter for whoever holds a voice or may stand in; of a round that is over, none. Once however often it runs."""
    row = _open(poll)
    if row is not None and row.round == round:
        voices = voices_of(row)
        _write([person for voice in voices for person in voice.people], lambda person: emails.asked(row, person))


def remind_voters() -> dict[str, int]:
    """Two days before the end, once, to the voices that said nothing."""
    now, written = clock.now(), 0
    due = Poll.objects.filter(state=PollState.OPEN, reminded_at__isnull=True, closes_at__gt=now)
    for pk in due.filter(closes_at__lte=now + REMINDED_BEFORE).values_list("pk", flat=True):
        written += _remind(pk)
    return {"letters": written}


@transaction.atomic
def _remind(pk: int) -> int:
    Poll.objects.select_for_update().get(pk=pk)
    row = _open(pk)
    if row is None or row.reminded_at is not None:
        return 0
    Poll.objects.filter(pk=pk).update(reminded_at=clock.now())
    if row.closes_at - row.created_at < SHORTEST_REMINDED:
        return 0
    people = [person for voice in silent_voices(row) for person in voice.people]
    return _write(people, lambda person: emails.reminder(row, person))


def close_due() -> dict[str, int]:
    """What is past its day closes by itself, but a proposal with an objection to treat: that one waits for people."""
    waiting = Poll.objects.filter(objections__state=ObjectionState.RAISED).order_by().values("pk")
    due = Poll.objects.filter(state=PollState.OPEN, closes_at__lte=clock.now()).exclude(pk__in=waiting)
    rows = list(due.select_related("circle")[:200])
    for row in rows:
        close_poll(poll=row, by=None)
    return {"closed": len(rows)}


def tell_closed(poll: int) -> None:
    row = Poll.objects.select_related("circle").get(pk=poll)
    people = [person for voice in voices_of(row, everybody=True) for person in voice.people]
    _write(people, lambda person: emails.closed(row, person))
