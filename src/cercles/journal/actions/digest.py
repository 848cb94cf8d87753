"""Grouped mails: one a person and a day, for all that she follows, written once and never for what she no longer reads."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Min, Q

from cercles.core import clock
from cercles.core.typography import day_of
from cercles.journal import emails
from cercles.journal.enums import GROUPED, Rhythm, WorkState
from cercles.journal.models import Digest, MailTime, NotificationChoice, OutgoingMail
from cercles.journal.queries.moments import last_moment, next_moment
from cercles.journal.queries.news import NewsDesk, Topic, followed_news, said_of, topics_of
from cercles.journal.queries.rhythm import times_of, unreachable

SETTLED = timedelta(minutes=1)  # what is younger may still be in a transaction that is not over
_SLICE = 50  # people a transaction


@dataclass(slots=True)
class _Reader:
    """A person whose grouped mail is due: her choices as they were read, and what she is told."""

    choices: list[NotificationChoice]
    time: MailTime
    topics: dict[str, Topic]
    letter: emails.Letter | None = None

    @property
    def person(self) -> Any:
        return self.choices[0].person


def write_digests() -> dict[str, int]:
    """All that is due, a few people at a time, in the memory of those few. Begun again anywhere, nobody is told twice."""
    now = clock.now()
    desk, floors, last, written = NewsDesk(now - SETTLED), _floors(now), 0, 0
    while people := _due(now, last):
        readers = _read(people, now)
        for reader in readers:
            reader.letter = _letter(reader, desk, floors)
        written += _write(readers, now, desk.until)
        last = people[-1]
    return {"letters": written}


def _due(now: datetime, last: int) -> list[int]:
    rows = NotificationChoice.objects.filter(next_at__lte=now, person__gt=last)
    return list(rows.order_by("person").values_list("person", flat=True).distinct()[:_SLICE])


def _floors(now: datetime) -> dict[str, datetime]:
    """Since when each topic is asked, once for all its readers: the farthest of them."""
    due = NotificationChoice.objects.filter(next_at__lte=now).order_by()
    return dict(due.values("topic").annotate(since=Min("told_until")).values_list("topic", "since"))


def _read(people: list[int], now: datetime) -> list[_Reader]:
    rows: dict[int, list[NotificationChoice]] = defaultdict(list)
    due = NotificationChoice.objects.filter(person__in=people, next_at__lte=now).select_related("person")
    for row in due.order_by("pk"):
        rows[row.person_id].append(row)
    times, topics = times_of(people), topics_of(people)
    silent = unreachable(people)
    return [
        _Reader(rows[pk], times[pk], {} if pk in silent or not rows[pk][0].person.is_active else topics[pk])
        for pk in sorted(rows)
    ]


def _letter(reader: _Reader, desk: NewsDesk, floors: dict[str, datetime]) -> emails.Letter | None:
    said = said_of(followed_news(reader.person.pk, reader.choices, reader.topics, desk, floors))
    if not said["news"] or not emails.may_be_written_to(reader.person):
        return None
    return emails.digest(reader.person, said["news"], said["many"])


def _write(readers: list[_Reader], now: datetime, until: datetime) -> int:
    """The mails, the rows that say they were written, and how far they tell: together or not at all."""
    with transaction.atomic():
        held = _still_due(readers, now)
        days = {reader.person.pk: day_of(last_moment(reader.time.hour, now)) for reader in held}
        told = set(Digest.objects.filter(person__in=days, day__in=set(days.values())).values_list("person", "day"))
        fresh = [reader for reader in held if (reader.person.pk, days[reader.person.pk]) not in told]
        mails = _mails([reader for reader in fresh if reader.letter], days, now, until)
        for reader in held:
            _move_on(reader, now, until if reader in fresh else None)
        changed = [row for reader in held for row in reader.choices]
        NotificationChoice.objects.bulk_update(changed, ["told_until", "next_at"])
    return mails


def _still_due(readers: list[_Reader], now: datetime) -> list[_Reader]:
    """Locked; those that another worker told meanwhile, or who changed their mind, wait for the next run."""
    keys = [row.pk for reader in readers for row in reader.choices]
    locked = NotificationChoice.objects.select_for_update().filter(pk__in=keys, next_at__lte=now).order_by("pk")
    held = {row.pk: (row.rhythm, row.told_until) for row in locked}
    return [
        reader for reader in readers if all(held.get(row.pk) == (row.rhythm, row.told_until) for row in reader.choices)
    ]


def _mails(readers: list[_Reader], days: dict[int, Any], now: datetime, until: datetime) -> int:
    mails = OutgoingMail.objects.bulk_create(_mail(reader, days[reader.person.pk], now) for reader in readers)
    Digest.objects.bulk_create(
        Digest(
            person=reader.person, day=days[reader.person.pk], until=until, mail=mail,
            told={row.topic: row.told_until.isoformat() for row in reader.choices if row.topic in reader.topics},
        )
        for reader, mail in zip(readers, mails, strict=True)
    )  # fmt: skip
    return len(mails)


def _mail(reader: _Reader, day: Any, now: datetime) -> OutgoingMail:
    """Written again on the same day, after it was taken back, it is another mail."""
    letter, person = reader.letter, reader.person
    assert letter is not None
    return OutgoingMail(
        key=f"digest:{person.pk}:{day:%Y%m%d}:{now:%H%M%S%f}", person=person, to=person.email, subject=letter.subject,
        text=letter.text, html=letter.html, headers=emails.digest_headers(person), due_at=now, created_at=now,
    )  # fmt: skip


def _move_on(reader: _Reader, now: datetime, until: datetime | None) -> None:
    """To the next time. ``until`` is None when she was told today already: what is new waits for tomorrow."""
    for row in reader.choices:
        row.next_at = next_moment(row.rhythm, reader.time.hour, reader.time.weekday, now)
        if until is not None and (row.topic in reader.topics or not reader.topics):
            row.told_until = max(row.told_until, until)


# Before it leaves


def still_wanted(mail: OutgoingMail) -> bool:
    """Asked just before a mail leaves: a grouped one tells only what its person still follows, and still wants."""
    if not mail.key.startswith("digest:"):
        return True
    row = Digest.objects.filter(mail=mail).select_related("person").first()
    if row is None or row.stale or not row.person.is_active:
        return False
    chosen = list(NotificationChoice.objects.filter(person=row.person, topic__in=row.told))
    if any(choice.rhythm == Rhythm.NEVER or choice.told_until < row.until for choice in chosen):
        return False  # refused since; or one before it was taken back, and what both told is told again together
    return set(row.told) <= set(topics_of([row.person_id])[row.person_id])


@transaction.atomic
def take_back(mail: OutgoingMail, *, reason: str) -> None:
    """It does not leave. What it told of the rest is due at once, in another mail without what she may no longer read."""
    OutgoingMail.objects.filter(pk=mail.pk).update(
        state=WorkState.DROPPED, done_at=clock.now(), lease_until=None, lease_by="", reason=reason
    )
    row = Digest.objects.filter(mail=mail).first()
    if row is None:
        return
    again = NotificationChoice.objects.select_for_update().filter(person=row.person_id, topic__in=row.told)
    for choice in again.filter(rhythm__in=GROUPED).order_by("pk"):
        since = datetime.fromisoformat(row.told[choice.topic])
        choice.told_until, choice.next_at = min(choice.told_until, since), clock.now()
        choice.save(update_fields=["told_until", "next_at"])
    row.delete()


def tell_again(topic: str) -> None:
    """In the caller's transaction: something of this topic is no longer to be read. Grouped mails that tell of it and wait to leave do
    not leave; the same people are told of the rest in another one. One that a worker has in hand may still leave; if it cannot, it never
    will as it is."""
    unsent = OutgoingMail.objects.filter(digest__told__has_key=topic, state__in=(WorkState.DUE, WorkState.STUCK))
    Digest.objects.filter(mail__in=unsent).update(stale=True)
    waiting = unsent.filter(state=WorkState.DUE)
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=clock.now())
    for mail in waiting.filter(free).order_by("pk"):
        take_back(mail, reason="it told what is no longer there")
