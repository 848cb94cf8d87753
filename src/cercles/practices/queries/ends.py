"""Sheets and their reuses at the ends of the thread."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import QuerySet

from cercles.core.prepared import prepared
from cercles.core.routes import address_of
from cercles.core.typography import day_of
from cercles.journal.queries import Node
from cercles.practices.enums import ReuseOutcome
from cercles.practices.models import PracticeSheet, Reuse, represented_by
from cercles.practices.queries.listing import named_for


@prepared
def _sheet_ends(reader: Any, named: Collection[int], pks: Collection[int]) -> QuerySet[PracticeSheet]:
    found = PracticeSheet.objects.by_audience(reader)
    if named:
        found |= PracticeSheet.objects.filter(pk__in=named)
    return found.filter(pk__in=pks).order_by().only("ref", "title", "state", "shared_at", "created_at")


def sheet_nodes(ids: Iterable[int], reader: Any) -> dict[int, Node]:
    """What a reader may see of these sheets at the ends of the thread."""
    named = named_for(reader, represented_by(reader))
    return {
        sheet.pk: Node(
            sheet.title,
            sheet.get_absolute_url(),
            note=sheet.state_label,
            at=day_of(sheet.shared_at or sheet.created_at),
        )
        for sheet in _sheet_ends(reader, named, list(ids))
    }


@prepared
def _reuse_ends(reader: Any, represented: Collection[int], pks: Collection[int]) -> QuerySet[Reuse, tuple[Any, ...]]:
    shown = Reuse.objects.seen_by(reader, represented).filter(pk__in=pks).order_by()
    return shown.values_list(
        "pk", "outcome", "organisation__name", "sheet__ref", "ref", "result", "what_changed", "declared_at"
    )


def reuse_nodes(ids: Iterable[int], reader: Any) -> dict[int, Node]:
    return {
        pk: Node(
            title=f"{ReuseOutcome(outcome).label} · {organisation}", url=address_of("practices:reuse_detail", sheet, ref),
            note=result or changed, at=day_of(at),
        )
        for pk, outcome, organisation, sheet, ref, result, changed, at in _reuse_ends(reader, represented_by(reader), list(ids))
    }  # fmt: skip
