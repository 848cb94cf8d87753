"""A place that no register could name: a person says which commune it is."""

from itertools import islice
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.journal.actions import record
from cercles.organisations.enums import Hand
from cercles.organisations.models import Organisation
from cercles.search.actions import touch
from cercles.territories.models import Territory

_AT_ONCE = 200


def place(*, organisation: Organisation, seat: Territory, by: Any, alike: bool = False) -> int:
    """Put it in ``seat``, and with ``alike`` all those whose place is written with the same words. How many were placed.

    Already placed by somebody else, it is left where it is.
    """
    words = organisation.place_written
    if not words:
        raise RuleBroken("placed", _("Cette organisation a déjà une commune."))
    waiting = Organisation.objects.filter(place_written=words)
    ids = iter(waiting.values_list("pk", flat=True).order_by("pk") if alike else [organisation.pk])
    placed = 0
    while batch := list(islice(ids, _AT_ONCE)):
        placed += _place(batch, words, seat, by)
    return placed


@transaction.atomic
def _place(ids: list[int], words: str, seat: Territory, by: Any) -> int:
    rows = list(Organisation.objects.filter(pk__in=ids, place_written=words).order_by("pk").select_for_update())
    for row in rows:
        row.keep_from_files({"seat_id": row.seat_id}, Hand.ADMINISTRATOR)
        row.seat, row.place_written, row.changed_at = seat, "", clock.now()
        record("organisations.placed", row, by=by, words=words)
        touch(row)
    Organisation.objects.bulk_update(rows, ["seat", "place_written", "provenance", "changed_at"])
    return len(rows)
