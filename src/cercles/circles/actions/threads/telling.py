"""Who is written to about messages, and when: the worker's part, and the choice of each member."""

from collections import defaultdict
from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from cercles.circles.emails import threads as letters
from cercles.circles.enums import MessageSource
from cercles.circles.models import Circle, Membership, Mention, Message, Thread
from cercles.circles.queries import current_members
from cercles.core import clock
from cercles.journal import actions as journal
from cercles.journal import queries as told
from cercles.journal.enums import Rhythm
from cercles.journal.models import NotificationChoice

_SETTLED = timedelta(minutes=1)  # younger messages may still be in a transaction that is not over
_SLICE = 200


def write_message_letters(message: int) -> None:
    """A letter for each member but its author, by her rhythm; whoever is named is told at once. Once however often it runs."""
    row = (
        Message.objects.select_related("thread__circle", "author", "answers").prefetch_related("files").get(pk=message)
    )
    if row.is_withdrawn or row.source == MessageSource.LIST:
        return
    circle = row.thread.circle
    root = row if row.number == 1 else row.thread.messages.get(number=1)
    rhythms = told.rhythms_of(circle.members_audience)
    named = set(Mention.objects.filter(message=row).values_list("person", flat=True))
    people = [membership.person for membership in current_members(circle) if membership.person_id != row.author_id]
    silent = told.unreachable([person.pk for person in people])
    for person in people:
        rhythm = rhythms.get(person.pk, Rhythm.EACH)
        if person.pk not in silent and (rhythm == Rhythm.EACH or (person.pk in named and rhythm != Rhythm.NEVER)):
            letters.message(row, root, person)


@transaction.atomic
def choose_rhythm(*, circle: Circle, person: Any, rhythm: str) -> None:
    """A member's own choice; letters that had not left yet at the former rhythm do not leave any more."""
    journal.choose_rhythm(person=person, topic=circle.members_audience, rhythm=rhythm)
    if rhythm != Rhythm.EACH:
        journal.drop_waiting(start=f"circle-thread-{circle.pk}-m", person=person)
    if rhythm == Rhythm.NEVER:
        journal.drop_waiting(start=f"circle-thread-{circle.pk}-", person=person)


def write_grouped_letters() -> dict[str, int]:
    """Each morning: those who chose a mail a day; and a mail a week, for whoever was not told since Monday."""
    today = timezone.make_aware(datetime.combine(clock.today(), time()))
    monday = today - timedelta(days=today.weekday())
    written = 0
    for rhythm, before in ((Rhythm.DAILY, today), (Rhythm.WEEKLY, monday)):
        last = 0
        due = NotificationChoice.objects.filter(rhythm=rhythm, told_until__lt=before).order_by("pk")
        while pks := list(due.filter(pk__gt=last).values_list("pk", flat=True)[:_SLICE]):
            written += sum(_tell(pk) for pk in pks)
            last = pks[-1]
    return {"letters": written}


@transaction.atomic
def _tell(pk: int) -> bool:
    """One person, one circle: the letter and how far it tells are written together."""
    choice = NotificationChoice.objects.select_for_update().select_related("person").filter(pk=pk).first()
    kind, _colon, number = choice.topic.partition(":") if choice else ("", "", "")
    if choice is None or kind != "circle":
        return False
    circle_id = int(number)
    since, until = choice.told_until, clock.now() - _SETTLED
    if until <= since or not Membership.objects.current().filter(circle=circle_id, person=choice.person).exists():
        return False
    NotificationChoice.objects.filter(pk=pk).update(told_until=until)
    rows = _news(circle_id, choice.person, since, until)
    if not rows or told.unreachable([choice.person_id]):
        return False
    key = f"circle-thread-{circle_id}-g{pk}-{since:%Y%m%d%H%M%S}"
    letters.whats_new(rows[0][0].circle, choice.person, rows, key=key)
    return True


def _news(circle: int, person: Any, since: datetime, until: datetime) -> list[tuple[Thread, list[Message]]]:
    """By thread; without her own, and without those she was told one by one because they name her."""
    found = Message.objects.filter(thread__circle=circle, at__gt=since, at__lte=until, withdrawn_at__isnull=True)
    found = found.exclude(author=person).exclude(source=MessageSource.LIST).exclude(mentions__person=person)
    by_thread: dict[int, list[Message]] = defaultdict(list)
    for message in found.select_related("thread__circle", "author").order_by("thread", "number")[:_SLICE]:
        by_thread[message.thread_id].append(message)
    return [(messages[0].thread, messages) for messages in by_thread.values()]
