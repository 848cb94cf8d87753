"""Writes of the change log: by the actions of the rooms above, inside their transaction; and by those who read it."""

import logging
from datetime import timedelta
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Max, Min

from cercles.core import clock
from cercles.search.models import Change, Follower
from cercles.search.queries.folder import ask_for_rebuild
from cercles.search.queries.log import Position, read_by_all
from cercles.search.queries.sources import all_sources

log = logging.getLogger(__name__)
FORGOTTEN_AFTER = timedelta(days=7)
_SLICE = 2000


def touch(obj: models.Model) -> None:
    """Say that ``obj`` changed, or is gone: the follower reads it again."""
    Change.objects.create(kind=obj._meta.label_lower, first_id=obj.pk, last_id=obj.pk)


def touch_range(model: type[models.Model], first_id: int, last_id: int) -> None:
    """Say that a bulk write touched this range of ids."""
    Change.objects.create(kind=model._meta.label_lower, first_id=first_id, last_id=last_id)


def touch_everything() -> None:
    """Say that what many documents name has another name, a word or a place: all that can be found is read again, one range a kind.

    Renaming happens once a year; knowing which documents name what would cost each room a question every time it writes.
    """
    for source in all_sources():
        reach = source.objects().aggregate(first=Min("pk"), last=Max("pk"))
        if reach["last"] is not None:
            Change.objects.create(kind=source.kind, first_id=reach["first"], last_id=reach["last"])


def note_position(name: str, token: str, position: Position) -> None:
    """The index ``name`` has read up to ``position``, for sure: it was committed before this is written."""
    Follower.objects.update_or_create(
        name=name,
        defaults={"token": token, "tx": position.tx, "last_id": position.id, "seen_at": clock.now()},
    )


def forget_changes_from_elsewhere() -> None:
    """A restored archive brings the transaction numbers of another server: rows « of the future » that would wait for years."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_change WHERE tx >= pg_snapshot_xmax(pg_current_snapshot())")


def prune() -> int:
    """Drop what every index has read. One not seen for a week no longer counts: should it come back, it is rebuilt."""
    Follower.objects.filter(seen_at__lt=clock.now() - FORGOTTEN_AFTER).delete()
    reached = [Position(row.tx, row.last_id) for row in Follower.objects.all()]
    if not reached:
        return 0
    dropped = 0
    while ids := read_by_all(min(reached), _SLICE):
        with transaction.atomic():
            dropped += Change.objects.filter(pk__in=ids).delete()[0]
    return dropped


def rebuild_index(*, by: Any) -> None:
    """Have the index of this machine made again from the database; the one that serves goes on meanwhile."""
    log.info("%s asks for a new index", by)
    ask_for_rebuild("asked")
