"""How often, and when, a person is written to."""

from typing import Any

from django.db import transaction

from cercles.core import clock, slots
from cercles.journal.enums import GROUPED, Rhythm
from cercles.journal.models import MailTime, NotificationChoice
from cercles.journal.queries.moments import next_moment
from cercles.journal.queries.rhythm import choices_of, times_of


@transaction.atomic
def choose_rhythm(*, person: Any, topic: str, rhythm: str) -> NotificationChoice:
    """From now on. From one grouped rhythm to the other nothing is lost; what was told message by message is not told again.
    Choosing the same changes nothing."""
    now = clock.now()
    row, new = NotificationChoice.objects.select_for_update().get_or_create(
        person=person, topic=topic, defaults={"rhythm": Rhythm.EACH, "chosen_at": now, "told_until": now}
    )
    if new or row.rhythm != rhythm:
        if row.rhythm not in GROUPED:
            row.told_until = now
        row.rhythm, row.chosen_at = rhythm, now
        row.next_at = _next(row, times_of([person.pk])[person.pk]) if rhythm in GROUPED else None
        row.save(update_fields=["rhythm", "chosen_at", "told_until", "next_at"])
        for told in slots.providers("rhythm.chosen"):
            told(person, topic, rhythm)
    return row


def _next(row: NotificationChoice, time: MailTime) -> Any:
    return next_moment(row.rhythm, time.hour, time.weekday, clock.now())


@transaction.atomic
def choose_time(*, person: Any, hour: int, weekday: int) -> None:
    """The hour of all her grouped mails, and the day of those of the week. What is due already leaves as it would have."""
    MailTime.objects.update_or_create(person=person, defaults={"hour": hour, "weekday": weekday})
    time = times_of([person.pk])[person.pk]
    grouped = NotificationChoice.objects.select_for_update().filter(person=person, next_at__gt=clock.now())
    for row in grouped.order_by("pk"):
        row.next_at = _next(row, time)
        row.save(update_fields=["next_at"])


@transaction.atomic
def choose_mails(*, person: Any, hour: int, weekday: int, rhythms: dict[str, str]) -> None:
    """All of it at once, as her page shows it."""
    choose_time(person=person, hour=hour, weekday=weekday)
    known = choices_of(person)
    for topic, rhythm in rhythms.items():
        if rhythm != (known[topic].rhythm if topic in known else Rhythm.EACH):
            choose_rhythm(person=person, topic=topic, rhythm=rhythm)


@transaction.atomic
def stop_grouped(*, person: Any) -> int:
    """One click in a mail program: no more grouped mails; how many topics that was."""
    topics = [row.topic for row in choices_of(person).values() if row.rhythm in GROUPED]
    for topic in topics:
        choose_rhythm(person=person, topic=topic, rhythm=Rhythm.NEVER)
    return len(topics)
