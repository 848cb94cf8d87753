"""What is kept no longer goes, a few rows a transaction; whoever loses something of hers is told twice before."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from cercles.core import clock, retention
from cercles.core.errors import RuleBroken
from cercles.core.typography import day_of
from cercles.journal.actions import record
from cercles.people import emails
from cercles.people.actions.erasure import erase_person
from cercles.people.models import Purged, UnusedNotice, User
from cercles.people.queries import unused


def purge_all() -> dict[str, int]:
    """Every rule of every room. Killed anywhere, what went is counted and the rest goes at the next run."""
    now, done, letters = clock.now(), {}, 0
    drop_stale_notices(now=now)
    for rule in retention.rules():
        if rule.warned:
            letters += _by_slices(rule.warned.due, rule.warned.write, now, rule.slice)
        done[rule.code] = _by_slices(rule.due, rule.purge, now, rule.slice, counted_as=rule.code)
    return {**done, "letters": letters, "rows": sum(done.values())}


def _by_slices(due: Any, write: Any, now: datetime, size: int, *, counted_as: str = "") -> int:
    """By ascending key, so that a row that must stay holds back none of the others."""
    done, last = 0, None
    while True:
        with transaction.atomic():
            ahead = due(now) if last is None else due(now).filter(pk__gt=last)
            pks = list(ahead.order_by("pk").values_list("pk", flat=True)[:size])
            if not pks:
                return done
            # Asked again of these rows alone: what changed since they were listed stays.
            gone = write(due(now).filter(pk__in=pks), now)
            if gone and counted_as:
                _count(counted_as, now, gone)
        done, last = done + gone, pks[-1]


def _count(rule: str, now: datetime, rows: int) -> None:
    day, _born = Purged.objects.get_or_create(rule=rule, day=day_of(now))
    Purged.objects.filter(pk=day.pk).update(rows=F("rows") + rows)


def drop_stale_notices(*, now: datetime) -> int:
    """Whoever gave a sign since the letter is owed both letters again, in three years."""
    return UnusedNotice.objects.exclude(person__in=unused(now).order_by().values("pk")).delete()[0]


def warn_unused(rows: QuerySet, now: datetime) -> int:
    """The first letter, or the second; each with the day, and one click to keep the account."""
    written = 0
    for person in rows.select_for_update(of=("self",)):
        notice, first = UnusedNotice.objects.get_or_create(person=person, defaults={"first_at": now})
        if not first:
            notice.second_at = now
            notice.save(update_fields=["second_at"])
        emails.unused(person, notice)
        written += 1
    return written


def erase_unused(rows: QuerySet, now: datetime) -> int:
    """By the erasure that the person would have asked for. Who must first hand something over (a circle she alone facilitates) stays."""
    erased = 0
    for person in rows.select_for_update(of=("self",)):
        try:
            erase_person(by=person)
        except RuleBroken:
            continue
        UnusedNotice.objects.filter(person=person).delete()
        erased += 1
    return erased


@transaction.atomic
def keep_account(*, by: User) -> User:
    """A sign of hers: three years begin again. Said twice the same day, it is one sign."""
    person = User.objects.select_for_update().get(pk=by.pk)
    if UnusedNotice.objects.filter(person=person).delete()[0]:
        record("people.kept", person, by=person)
        emails.kept(person)
    return person
