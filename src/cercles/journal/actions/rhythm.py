"""How often a person is written to."""

from typing import Any

from django.db import transaction

from cercles.core import clock
from cercles.journal.models import NotificationChoice


@transaction.atomic
def choose_rhythm(*, person: Any, topic: str, rhythm: str) -> NotificationChoice:
    """From now on: what was told at the former rhythm is not told again at the new one. Choosing the same changes nothing."""
    row, new = NotificationChoice.objects.select_for_update().get_or_create(
        person=person, topic=topic, defaults={"rhythm": rhythm, "chosen_at": clock.now(), "told_until": clock.now()}
    )
    if not new and row.rhythm != rhythm:
        row.rhythm, row.chosen_at, row.told_until = rhythm, clock.now(), clock.now()
        row.save(update_fields=["rhythm", "chosen_at", "told_until"])
    return row
