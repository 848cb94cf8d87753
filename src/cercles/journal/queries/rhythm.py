"""Who is written to how often, and whose mails come back."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import Count, F

from cercles.core import clock
from cercles.journal.enums import Rhythm
from cercles.journal.models import Bounce, NotificationChoice

BOUNCES_BEFORE_SILENCE = 3
REMEMBERED = timedelta(days=90)


def rhythm_of(person: Any, topic: str) -> Rhythm:
    found = NotificationChoice.objects.filter(person=person, topic=topic).values_list("rhythm", flat=True).first()
    return Rhythm(found or Rhythm.EACH)


def rhythms_of(topic: str) -> dict[int, str]:
    """By person, of those who chose; the others receive each message."""
    return dict(NotificationChoice.objects.filter(topic=topic).values_list("person", "rhythm"))


def unreachable(people: Iterable[int]) -> dict[int, int]:
    """Of these people, those whose present address gave mails back too often lately, and how many."""
    lately = Bounce.objects.filter(person__in=people, address=F("person__email"), at__gte=clock.now() - REMEMBERED)
    counted = lately.order_by().values("person").annotate(many=Count("pk")).filter(many__gte=BOUNCES_BEFORE_SILENCE)
    return dict(counted.values_list("person", "many"))
