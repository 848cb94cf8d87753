"""Jobs for the workers that tests start and kill: their effects can be counted."""

import time

from django.apps import AppConfig
from django.db import transaction

from cercles.core import jobs


class EffectsConfig(AppConfig):
    name = "tests.journal"
    label = "effects"

    def ready(self) -> None:
        jobs.register("effects.note", note, "note")
        jobs.register("effects.slow", slow, "slow")


def note(number: int) -> None:
    """Idempotent, as every job is: done once whatever the number of tries. It lasts long enough to be killed in the middle."""
    from cercles.journal.models import Entry

    time.sleep(0.02)
    with transaction.atomic():
        if not Entry.objects.filter(verb="effects.noted", object_id=number).exists():
            Entry.objects.create(verb="effects.noted", kind="effects.note", object_id=number, audience="")
    time.sleep(0.02)


def slow(number: int, seconds: float) -> None:
    """Not idempotent: running it twice would show."""
    from cercles.journal.models import Entry

    time.sleep(seconds)
    Entry.objects.create(verb="effects.slow", kind="effects.note", object_id=number, audience="")
