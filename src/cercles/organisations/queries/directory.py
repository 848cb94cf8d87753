"""The directory: words, four facets, one page."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Count, QuerySet

from cercles.core.prepared import prepared
from cercles.core.text import search_key
from cercles.organisations.models import Organisation
from cercles.organisations.models.organisation import OrganisationQuerySet
from cercles.organisations.queries import indexed
from cercles.organisations.queries.indexed import Counted, counted
from cercles.organisations.queries.lines import SEATS, Lines, Row, matching, worded
from cercles.territories.enums import TerritoryKind
from cercles.territories.queries import place_at

PAGE_SIZE = 20
FACETS = ("category", "territory", "theme", "model")
PLACES = (TerritoryKind.REGION, TerritoryKind.DEPARTEMENT)  # known by their code; the smaller ones by their row
_LONGEST_FACET = 120


@dataclass(frozen=True)
class Filters:
    """What the reader chose; each is a code, or empty. ``territory`` is ``region:84``, or a smaller place."""

    category: str = ""
    territory: str = ""
    theme: str = ""
    model: str = ""
    sdg: str = ""
    activity: str = ""

    @classmethod
    def names(cls) -> tuple[str, ...]:
        return tuple(cls.__dataclass_fields__)

    def asked(self, text: str) -> dict[str, Any]:
        """How a list is told them, with the words; a kind of place that is no filter is ignored."""
        kind, _colon, code = self.territory.partition(":")
        place = {kind: code if kind in PLACES else _row_of(kind, code)} if kind in SEATS else {}
        activity = self.activity.replace(".", "").upper()  # as people write it: 88.99B
        plain = {"category": self.category, "theme": self.theme, "model": self.model, "sdg": self.sdg}
        return {**worded(text), **plain, "activity": activity, **place}


@dataclass(frozen=True)
class Facet:
    """One value of a filter, how many organisations the reader would find with it, whether it is chosen, or inside the one above."""

    code: str
    label: str
    count: int
    chosen: bool = False
    inside: bool = False


@dataclass(frozen=True)
class Found:
    """A page of the directory. Counts tell only what the reader may see."""

    total: int
    items: list[Row]
    facets: dict[str, list[Facet]] = field(default_factory=dict)


def find_organisations(reader: Any, text: str, filters: Filters, page: int) -> Found:
    """Organisations the reader may see, by words and facets: from the search index, or from the database, which says the same.

    The number of queries does not depend on what is found.
    """
    chosen = {name: getattr(filters, name) for name in Filters.names() if getattr(filters, name)}
    from_index = None if filters.activity else counted(reader, text, chosen)
    narrowed = filters.asked(text)
    if from_index is not None and from_index.ids is not None:
        narrowed = {"ids": from_index.ids or [0]}
    lines = Lines(reader, **narrowed)
    first, total = (page - 1) * PAGE_SIZE, lines.count() if from_index is None else from_index.total
    facets = {name: _facet(name, reader, text, filters, from_index) for name in FACETS}
    facets["territory"] = [*_small_place(filters.territory, total), *facets["territory"]]
    return Found(total=total, items=lines[first : first + PAGE_SIZE], facets=facets)


def listed(reader: Any, text: str, filters: Filters) -> OrganisationQuerySet:
    """All that ``find_organisations`` finds, in the order of names: what the export writes."""
    return matching(reader, **filters.asked(text))


def by_departement(reader: Any) -> dict[str, int]:
    """How many organisations the reader may see have their seat in each département, by its code."""
    from_index = indexed.by_departement(reader)
    return dict(_by_departement(reader)) if from_index is None else from_index


@prepared
def _by_departement(reader: Any) -> QuerySet[Organisation, tuple[str, int]]:
    found = Organisation.objects.visible_to(reader).canonical().exclude(seat__departement_code="")
    return found.order_by().filter(seat__isnull=False).values_list("seat__departement_code").annotate(n=Count("pk"))


def _row_of(kind: str, code: str) -> int:
    """Its id, or one that nothing has."""
    place = place_at(kind, code)
    return place.pk if place else -1


def _small_place(chosen: str, total: int) -> list[Facet]:
    """A commune or an intercommunalité is none of the values: shown before them, so that it can be taken back."""
    kind, _colon, code = chosen.partition(":")
    place = place_at(kind, code) if kind in SEATS and kind not in PLACES else None
    return [Facet(chosen, place.label, total, chosen=True)] if place else []


_COLUMNS = {
    "category": ("category__code", "category__label"),
    "theme": ("themes__code", "themes__label"),
    "model": ("economic_models__code", "economic_models__label"),
}


def _facet(name: str, reader: Any, text: str, filters: Filters, from_index: Counted | None) -> list[Facet]:
    """The values of one filter, counted with all the other filters on: choosing another value is one step away."""
    chosen = getattr(filters, name)
    if from_index is not None:
        return _nested(from_index.places, chosen) if name == "territory" else _terms(from_index.terms[name], chosen)
    others = listed(reader, text, replace(filters, **{name: ""})).order_by()
    return (
        _nested(_places(others), chosen) if name == "territory" else _terms(_counted(others, *_COLUMNS[name]), chosen)
    )


def _counted(found: OrganisationQuerySet, code: str, label: str) -> Iterable[tuple[str, str, int]]:
    return found.filter(**{f"{code}__isnull": False}).values_list(code, label).annotate(n=Count("pk"))


def _terms(rows: Iterable[tuple[str, str, int]], chosen: str) -> list[Facet]:
    """The most frequent first."""
    longest = sorted(rows, key=lambda row: (-row[2], search_key(row[1])))[:_LONGEST_FACET]
    return [Facet(code, label, count, code == chosen) for code, label, count in longest]


def _places(found: OrganisationQuerySet) -> Iterable[tuple[str, str, str, str, int]]:
    """Départements with their région. One query."""
    path = ("seat__departement_code", "seat__parent__name", "seat__region_code", "seat__parent__parent__name")
    return found.filter(seat__parent__isnull=False).values_list(*path).annotate(n=Count("pk"))


def _nested(rows: Iterable[tuple[str, str, str, str, int]], chosen: str) -> list[Facet]:
    """Régions, and places in none; inside the chosen région, its départements. By name."""
    counts: dict[tuple[str, str], int] = {}
    inside: dict[str, list[Facet]] = {}
    for code, name, region_code, region_name, count in rows:
        departement = f"{TerritoryKind.DEPARTEMENT}:{code}"
        region = f"{TerritoryKind.REGION}:{region_code}" if region_code else departement
        key = (region, region_name if region_code else name)
        counts[key] = counts.get(key, 0) + count
        if region_code:
            inside.setdefault(region, []).append(Facet(departement, name, count, departement == chosen, inside=True))
    shown: list[Facet] = []
    for one in _by_name(Facet(code, name, count, code == chosen) for (code, name), count in counts.items()):
        within = inside.get(one.code, [])
        opened = one.chosen or any(place.chosen for place in within)
        shown += [one, *(_by_name(within) if opened else ())]
    return shown


def _by_name(facets: Iterable[Facet]) -> list[Facet]:
    return sorted(facets, key=lambda one: search_key(one.label))
