"""Organisations as the search finds them: by any of their names, an identifier, what they do, where and on what."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cercles.core.prepared import prepared
from cercles.organisations.adapters.documents import Bulk, document, findable
from cercles.organisations.models import Organisation
from cercles.search.queries import Read, Shown, Source


def shown(row: Organisation) -> Shown:
    parts = [row.category.label if row.category else "", row.seat.name if row.seat else ""]
    note = " · ".join(part for part in parts if part)
    return Shown(row.name, row.get_absolute_url(), note, fictional=row.is_fictional)


@prepared
def _read(reader: Any, ids: Collection[int]) -> QuerySet[Organisation]:
    found = Organisation.objects.visible_to(reader).canonical().filter(pk__in=ids).order_by()
    return found.select_related("category", "seat__parent").only(
        "name", "ref", "legal_name", "short_name", "purpose", "kinds", "legal_form", "is_fictional",
        "category__label", "seat__name", "seat__parent__name",
    )  # fmt: skip


def read(reader: Any, ids: Collection[int]) -> Mapping[int, Read]:
    """An excerpt is cut from its own columns, its category and its place."""
    return {row.pk: Read(shown(row), _told(row)) for row in _read(reader, ids)}


def _told(row: Organisation) -> str:
    words = [row.legal_name, row.short_name, row.purpose, row.kinds, row.legal_form]
    words += [row.category.label] if row.category else []
    if row.seat:
        words += [row.seat.name, row.seat.parent.name if row.seat.parent else ""]
    return " · ".join(word for word in words if word)


def sources() -> list[Source]:
    return [
        Source(
            Organisation, "organisations", _("Organisations"), findable, document, shown, order=40, read=read, bulk=Bulk
        )
    ]  # fmt: skip
