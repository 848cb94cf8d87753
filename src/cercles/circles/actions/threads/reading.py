"""How far a person has read."""

from typing import Any

from django.db import transaction

from cercles.circles.models import Thread, ThreadReading
from cercles.core import clock


@transaction.atomic
def mark_read(*, thread: Thread, by: Any, number: int) -> ThreadReading:
    """She has seen messages up to ``number``; reading an older page takes nothing back."""
    number = max(0, min(number, thread.count))
    found, _new = ThreadReading.objects.select_for_update().get_or_create(thread=thread, person=by)
    if number > found.number:
        found.number, found.at = number, clock.now()
        found.save(update_fields=["number", "at"])
    return found
