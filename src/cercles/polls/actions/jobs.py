"""What the worker does: ask, remind, close when it is time, tell what came out."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.core.typography import day_of
from cercles.journal import actions as journal
from cercles.journal import queries as told
from cercles.polls import emails
from cercles.polls.actions.locks import locked
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
    if row.closes_at - row.created_at < SHORTEST_REMINDED or asked_today(row):  # ``row`` as it was before
        return 0
    people = [person for voice in silent_voices(row) for person in voice.people]
    return _write(people, lambda person: emails.reminder(row, person))


def asked_today(poll: Poll) -> bool:
    """A reminder left today already, by hand or by itself: nobody is reminded twice a day."""
    sent = (poll.asked_again_at, poll.reminded_at)
    return any(moment is not None and day_of(moment) == clock.today() for moment in sent)


@transaction.atomic
def ask_again(*, poll: Poll, by: Any) -> int:
    """By hand, to the voices that said nothing, once a day at most: how many voices. The letters are the worker's."""
    fresh = locked(poll)
    if not fresh.takes_answers:
        raise RuleBroken("too_late", _("Le temps de répondre est passé : il n’y a plus rien à rappeler."))
    if asked_today(fresh):
        raise RuleBroken("asked_today", _("Un rappel est déjà parti aujourd’hui : un par jour suffit."))
    silent = [voice for voice in silent_voices(fresh) if [one.pk for one in voice.people] != [by.pk]]
    if not silent:
        raise RuleBroken("nobody_silent", _("Toutes les autres voix ont répondu : personne à rappeler."))
    fresh.asked_again_at = clock.now()
    fresh.save(update_fields=["asked_again_at"])
    day = f"{clock.today():%Y%m%d}"
    journal.enqueue("polls.ask_silent", key=f"poll-ask-silent-{fresh.pk}-{day}", poll=fresh.pk, day=day, by=by.pk)
    return len(silent)


def ask_silent(poll: int, day: str, by: int) -> None:
    """To who had not answered when it runs; once however often it runs."""
    row = _open(poll)
    if row is not None:
        people = [person for voice in silent_voices(row) for person in voice.people if person.pk != by]
        _write(people, lambda person: emails.asked_again(row, person, day))


def tell_cancelled(poll: int) -> None:
    row = Poll.objects.select_related("circle", "closed_by").get(pk=poll)
    people = [person for voice in voices_of(row, everybody=True) for person in voice.people]
    _write(people, lambda person: emails.cancelled(row, person))


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
