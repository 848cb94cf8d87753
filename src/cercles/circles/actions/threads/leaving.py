"""A member leaves, an account is erased, a circle closes: what becomes of conversations."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q

from cercles.circles.actions.threads.files import drop_stored
from cercles.circles.actions.threads.quotes import forget_quotes
from cercles.circles.emails import chasing
from cercles.circles.models import (
    BlockedSender,
    Circle,
    HeldFile,
    HeldMessage,
    Mention,
    Message,
    MessageFile,
    MessageVersion,
    Solicitation,
    Thread,
    ThreadReading,
)
from cercles.journal import actions as journal


def left(circle: Circle, person: Any) -> None:
    """Nothing leaves any more for whoever left."""
    journal.drop_waiting(start=f"circle-thread-{circle.pk}-", person=person)
    journal.drop_waiting(start=chasing.start_of(circle), person=person)


def forget_in_threads(person: Any) -> None:
    """Inside the erasure. What she told the circle stays, without her name; what surrounded it (signatures, former texts, what she
    had taken back with its files, what waited for who facilitates, how far she had read) goes."""
    hers = Message.objects.filter(author=person)
    MessageVersion.objects.filter(message__author=person).delete()
    hers.update(kept="", mail_id="", uncut=None)
    away = hers.exclude(removed_for="")
    forget_quotes(away)
    Thread.objects.filter(messages__in=away.filter(number=1)).update(title_away="")
    hers.filter(withdrawn_at__isnull=False).update(text="", withdrawn_reason="")
    taken_back = MessageFile.objects.filter(message__author=person, message__withdrawn_at__isnull=False)
    held = HeldMessage.objects.filter(Q(person=person) | Q(sender=person.email))
    stored = [
        str(name)
        for files in (taken_back, HeldFile.objects.filter(held__in=held))
        for name in files.values_list("file", flat=True)
    ]
    transaction.on_commit(partial(drop_stored, stored))
    taken_back.delete()
    held.delete()
    BlockedSender.objects.filter(address=person.email).delete()
    Mention.objects.filter(person=person).delete()
    Solicitation.objects.filter(person=person).delete()
    ThreadReading.objects.filter(person=person).delete()
