"""Organisations as the search finds them: by any of their names, an identifier, what they do, where and on what."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cercles.core.prepared import prepared
from cercles.organisations.models import Organisation
from cercles.organisations.queries.values import ACTIVE
from cercles.references.queries import activity_levels
from cercles.search.queries import Document, Read, Shown, Source
from cercles.territories.queries import areas, levels


def findable() -> QuerySet:
    """Without the duplicates, which are found by the page they were merged into."""
    found = Organisation.objects.canonical().select_related("category", "seat__parent", "seat__epci")
    return found.prefetch_related("themes", "economic_models", "goals__term")


def document(row: Organisation) -> Document:
    themes, models = list(row.themes.all()), list(row.economic_models.all())
    words = [
        row.legal_name,
        row.short_name,
        row.purpose,
        row.kinds,
        row.legal_form,
        *(term.label for term in (*themes, *models)),
    ]
    if row.category:
        words.append(row.category.label)
    if row.seat:
        words += [row.seat.name, row.seat.parent.name if row.seat.parent else ""]
    activity, state = activity_levels(row.activity_code) or (), getattr(row, "state", ACTIVE)
    facets = {
        "category": [row.category.code] if row.category else [],
        "theme": [term.code for term in themes],
        "model": [term.code for term in models],
        "sdg": [goal.term.code for goal in row.goals.all()],
        "area": areas(row.seat),
        "commune": [row.seat.code] if row.seat else [],
        "activity": activity[-1:],
        "state": [state],
    }
    numbers = [number for number in (row.siren, row.siret, row.rna, row.rnf) if number]
    return Document(
        row.name, [row.audience], " · ".join(word for word in words if word), key=row.search_key, numbers=numbers,
        facets=facets, places=[*levels(row.seat), *(f"activity:{level}" for level in activity)],
        at=row.changed_at.date(), ended=state != ACTIVE,
    )  # fmt: skip


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
    return [Source(Organisation, "organisations", _("Organisations"), findable, document, shown, order=40, read=read)]
