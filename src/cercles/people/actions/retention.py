"""What is kept no longer goes, a few rows a transaction; whoever loses something of hers is told twice before."""

import logging
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from cercles.core import clock, retention
from cercles.core.errors import RuleBroken, SomeFailed
from cercles.core.typography import day_of
from cercles.journal.actions import record
from cercles.people import emails
from cercles.people.actions.erasure import erase_person
from cercles.people.models import Purged, UnusedNotice, User
from cercles.people.queries import unused

log = logging.getLogger(__name__)


def purge_all() -> dict[str, int]:
    """Every rule of every room. Killed anywhere, what went is counted and the rest goes at the next run. A row that fails keeps nothing
    else: it is told at the end, and met again."""
    now, rules = clock.now(), retention.rules()
    failed: dict[str, Exception] = {}
    done, letters = dict.fromkeys((rule.code for rule in rules), 0), 0
    drop_stale_notices(now=now)
    for rule in rules:
        try:
            if rule.warned:
                letters += _by_slices(rule.warned.due, rule.warned.write, now, rule.slice, failed, rule.code)
            done[rule.code] = _by_slices(rule.due, _counted(rule), now, rule.slice, failed, rule.code)
        except Exception as error:  # its rows cannot even be listed
            log.exception("retention: %s failed, the others go on", rule.code)
            failed[rule.code] = error
    if failed:
        raise SomeFailed(failed, len(rules))
    return {**done, "letters": letters, "rows": sum(done.values())}


def _counted(rule: retention.Rule) -> Any:
    def write(rows: QuerySet, now: datetime) -> int:
        gone = rule.purge(rows, now)
        if gone:
            _count(rule.code, now, gone)
        return gone

    return write


def _by_slices(due: Any, write: Any, now: datetime, size: int, failed: dict[str, Exception], name: str) -> int:
    """By ascending key, so that a row that must stay, or that fails, holds back none of the others."""
    done, last = 0, None
    while True:
        ahead = due(now) if last is None else due(now).filter(pk__gt=last)
        pks = list(ahead.order_by("pk").values_list("pk", flat=True)[:size])
        if not pks:
            return done
        done, last = done + _slice(due, write, now, pks, failed, name), pks[-1]


def _slice(due: Any, write: Any, now: datetime, pks: list[Any], failed: dict[str, Exception], name: str) -> int:
    """Together; if that fails, each on its own. Asked again of these rows alone: what changed since they were listed stays."""
    try:
        with transaction.atomic():
            return int(write(due(now).filter(pk__in=pks), now))
    except Exception as error:  # whatever it is
        log.exception("retention: %s failed from %s, the others go on", name, pks[0])
        if len(pks) == 1:
            failed[f"{name} {pks[0]}"] = error
            return 0
    return sum(_slice(due, write, now, [pk], failed, name) for pk in pks)


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
