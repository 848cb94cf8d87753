"""The directory: words, four facets, one page."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Count, Q, QuerySet

from cercles.core.prepared import prepared
from cercles.core.text import search_key
from cercles.organisations.models import Organisation
from cercles.organisations.models.organisation import OrganisationQuerySet
from cercles.organisations.queries import indexed
from cercles.organisations.queries.indexed import Counted, counted
from cercles.territories.enums import TerritoryKind

PAGE_SIZE = 20
_LONGEST_FACET = 120


@dataclass(frozen=True)
class Filters:
    """What the reader chose; each is a code, or empty. ``territory`` is ``region:84`` or ``departement:69``."""

    category: str = ""
    territory: str = ""
    theme: str = ""
    model: str = ""

    @classmethod
    def names(cls) -> tuple[str, ...]:
        return tuple(cls.__dataclass_fields__)


@dataclass(frozen=True)
class Facet:
    """One value of a filter, how many organisations the reader would find with it, and whether it is chosen."""

    code: str
    label: str
    count: int
    chosen: bool = False


@dataclass(frozen=True)
class Found:
    """A page of the directory. Counts tell only what the reader may see."""

    total: int
    items: list[Organisation]
    facets: dict[str, list[Facet]] = field(default_factory=dict)


def find_organisations(reader: Any, text: str, filters: Filters, page: int) -> Found:
    """Organisations the reader may see, by words and facets: from the search index, or from the database, which says the same.

    The number of queries does not depend on what is found.
    """
    from_index = counted(
        reader, text, {name: getattr(filters, name) for name in Filters.names() if getattr(filters, name)}
    )
    chosen = listed(reader, text, filters)
    if from_index is not None and from_index.ids is not None:
        chosen = Organisation.objects.visible_to(reader).canonical().filter(pk__in=from_index.ids)
    items = chosen.select_related("category", "seat__parent").prefetch_related("themes")
    first = (page - 1) * PAGE_SIZE
    return Found(
        total=chosen.count() if from_index is None else from_index.total,
        items=list(items[first : first + PAGE_SIZE]),
        facets={name: _facet(name, reader, text, filters, from_index) for name in Filters.names()},
    )


def listed(reader: Any, text: str, filters: Filters) -> OrganisationQuerySet:
    """All that ``find_organisations`` finds, in the order of names: what the export writes."""
    return _worded(Organisation.objects.visible_to(reader).canonical(), text).filter(_condition(filters))


def by_departement(reader: Any) -> dict[str, int]:
    """How many organisations the reader may see have their seat in each département, by its code."""
    from_index = indexed.by_departement(reader)
    return dict(_by_departement(reader)) if from_index is None else from_index


@prepared
def _by_departement(reader: Any) -> QuerySet[Organisation, tuple[str, int]]:
    found = Organisation.objects.visible_to(reader).canonical().exclude(seat__departement_code="")
    return found.order_by().filter(seat__isnull=False).values_list("seat__departement_code").annotate(n=Count("pk"))


def _worded(found: OrganisationQuerySet, text: str) -> OrganisationQuerySet:
    """Words of the name, or an identifier typed whole."""
    number = search_key(text).replace(" ", "").upper()
    if len(number) == 9 and number.isdigit():
        return found.filter(siren=number)
    if len(number) == 14 and number.isdigit():
        return found.filter(siret=number)
    if len(number) == 10 and number.startswith("W") and number[3:].isdigit():
        return found.filter(rna=number)
    return found.named_like(text)


def _condition(filters: Filters) -> Q:
    query = Q()
    if filters.category:
        query &= Q(category__code=filters.category)
    if filters.theme:
        query &= Q(pk__in=_tagged("themes", filters.theme))
    if filters.model:
        query &= Q(pk__in=_tagged("economic_models", filters.model))
    kind, _colon, code = filters.territory.partition(":")
    if kind == TerritoryKind.REGION:
        query &= Q(seat__region_code=code)
    elif kind == TerritoryKind.DEPARTEMENT:
        query &= Q(seat__departement_code=code)
    return query


def _tagged(relation: str, code: str) -> Any:
    return Organisation.objects.filter(**{f"{relation}__code": code}).values("pk")


_COLUMNS = {
    "category": ("category__code", "category__label"),
    "theme": ("themes__code", "themes__label"),
    "model": ("economic_models__code", "economic_models__label"),
}


def _facet(name: str, reader: Any, text: str, filters: Filters, from_index: Counted | None) -> list[Facet]:
    """The values of one filter, counted with all the other filters on: choosing another value is one step away."""
    others = listed(reader, text, replace(filters, **{name: ""})).order_by()
    chosen = getattr(filters, name)
    if name == "territory":
        rows = _nested(from_index.places if from_index else _places(others), chosen)
    else:
        rows = _longest_first(from_index.terms[name] if from_index else _terms(others, *_COLUMNS[name]))
    return [Facet(code, label, count, code == chosen) for code, label, count in rows]


def _terms(found: OrganisationQuerySet, code: str, label: str) -> Iterable[tuple[str, str, int]]:
    return found.filter(**{f"{code}__isnull": False}).values_list(code, label).annotate(n=Count("pk"))


def _longest_first(rows: Iterable[tuple[str, str, int]]) -> list[tuple[str, str, int]]:
    return sorted(rows, key=lambda row: (-row[2], search_key(row[1])))[:_LONGEST_FACET]


def _places(found: OrganisationQuerySet) -> Iterable[tuple[str, str, str, str, int]]:
    """Départements with their région. One query."""
    path = ("seat__departement_code", "seat__parent__name", "seat__region_code", "seat__parent__parent__name")
    return found.filter(seat__parent__isnull=False).values_list(*path).annotate(n=Count("pk"))


def _nested(rows: Iterable[tuple[str, str, str, str, int]], chosen: str) -> list[tuple[str, str, int]]:
    """Régions; inside the chosen one, its départements."""
    regions: dict[tuple[str, str], int] = {}
    inside: dict[str, list[tuple[str, str, int]]] = {}
    for code, name, region_code, region_name, count in rows:
        departement = f"{TerritoryKind.DEPARTEMENT}:{code}"
        region = (
            f"{TerritoryKind.REGION}:{region_code}" if region_code else departement
        )  # overseas collectivities have none
        key = (region, region_name if region_code else name)
        regions[key] = regions.get(key, 0) + count
        if region_code:
            inside.setdefault(region, []).append((departement, name, count))
    opened = next((code for code, places in inside.items() if chosen in (code, *(place[0] for place in places))), "")
    by_name = sorted(((code, name, count) for (code, name), count in regions.items()), key=_by_name)
    shown: list[tuple[str, str, int]] = []
    for row in by_name:
        shown += [row, *(sorted(inside[opened], key=_by_name) if row[0] == opened else ())]
    return shown


def _by_name(row: tuple[str, str, int]) -> str:
    return search_key(row[1])
