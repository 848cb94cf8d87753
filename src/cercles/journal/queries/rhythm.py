"""Who is written to how often, and whose mails come back."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Count, F

from cercles.core import clock, standing
from cercles.journal.enums import RHYTHMS, Rhythm
from cercles.journal.models import Bounce, MailTime, NotificationChoice

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


def times_of(people: Iterable[int]) -> dict[int, MailTime]:
    """When each wants her grouped mails; without a choice, the first hour of Monday."""
    asked = list(people)
    chosen = {row.person_id: row for row in MailTime.objects.filter(person__in=asked)}
    return {pk: chosen.get(pk) or MailTime(person_id=pk) for pk in asked}


def choices_of(person: Any) -> dict[str, NotificationChoice]:
    return {row.topic: row for row in NotificationChoice.objects.filter(person=person)}


def person_of_link(token: str) -> Any | None:
    """Whose link of grouped mails this is; None for one that is not ours, or that she closed."""
    said = standing.read(token)
    if said is None or said.code != RHYTHMS:
        return None
    person = get_user_model()._default_manager.filter(pk=said.person_id, is_active=True).first()
    return person if person is not None and standing.is_current(said, person) else None
