"""What happened to an object, as a reader may know it."""

from typing import Any

from django.db import models

from cercles.core import verbs
from cercles.journal.models import Entry
from cercles.journal.queries.nodes import kind_of


def entries_of(obj: models.Model, reader: Any) -> models.QuerySet[Entry]:
    """The newest first, with who did it; only verbs that have words, only entries the reader is among the readers of."""
    entries = Entry.objects.visible_to(reader).filter(kind=kind_of(obj), object_id=obj.pk, verb__in=verbs.told())
    return entries.select_related("by")
