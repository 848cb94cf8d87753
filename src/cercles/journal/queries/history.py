"""What happened to an object, as a reader may know it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from django.db import models

from cercles.core import verbs
from cercles.core.prepared import prepared
from cercles.journal.models import Entry
from cercles.journal.queries.nodes import kind_of

MOST = 20


class Told(NamedTuple):
    """``who`` is empty when the site did it; ``words`` follow the name: « a ouvert le cercle »."""

    who: str
    words: str
    reason: str
    at: datetime


@prepared
def _entries(kind: str, obj: models.Model, reader: Any, told: Collection[str]) -> models.QuerySet[Entry, Any]:
    found = Entry.objects.visible_to(reader).filter(kind=kind, object_id=obj.pk, verb__in=told)
    return found.values_list("verb", "reason", "at", "by", "by__name", "by__email", "by__state")


def entries_of(obj: models.Model, reader: Any, most: int = MOST) -> list[Told]:
    """The newest first, with who did it; only verbs that have words, only entries the reader is among the readers of."""
    named: Any = getattr(get_user_model(), "named")  # noqa: B009  (the room of people stands above)
    return [
        Told(named(*by) if person else "", verbs.words_of(verb), reason, at)
        for verb, reason, at, person, *by in _entries.listed(kind_of(obj), obj, reader, list(verbs.told()))[:most]
    ]
