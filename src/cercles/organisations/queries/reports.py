"""Reported errors that wait for an answer."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from cercles.organisations.models import Report

_SHOWN = 5


def reports_waiting(person: Any, organisations: Collection[int]) -> list[Report]:
    """The oldest that wait for her; nothing is asked of the database for whoever keeps no page. ``organisations``: those she speaks for."""
    if not organisations and not person.is_administrator:
        return []
    return list(all_waiting(person).order_by("asked_at", "pk")[:_SHOWN])


def all_waiting(reader: Any) -> QuerySet[Report]:
    return Report.objects.visible_to(reader).open().select_related("organisation")
