"""A member leaves, an account is erased, a circle closes: what becomes of conversations."""

from typing import Any

from cercles.circles.models import BlockedSender, Circle, HeldMessage, Mention, Message, MessageVersion, ThreadReading
from cercles.journal import actions as journal


def left(circle: Circle, person: Any) -> None:
    """Nothing leaves any more for whoever left."""
    journal.drop_waiting(start=f"circle-thread-{circle.pk}-", person=person)


def forget_in_threads(person: Any) -> None:
    """Inside the erasure. What she told the circle stays, without her name; what surrounded it (signatures, former texts, what she
    had taken back, how far she had read) goes."""
    hers = Message.objects.filter(author=person)
    MessageVersion.objects.filter(message__author=person).delete()
    hers.update(kept="", mail_id="")
    hers.filter(withdrawn_at__isnull=False).update(text="", withdrawn_reason="")
    HeldMessage.objects.filter(sender=person.email).delete()
    BlockedSender.objects.filter(address=person.email).delete()
    Mention.objects.filter(person=person).delete()
    ThreadReading.objects.filter(person=person).delete()
