"""Places as the search finds them, and the labels of the facet « Territoire »."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cercles.core.audience import PUBLIC
from cercles.core.prepared import prepared
from cercles.search.queries import Document, FacetKind, Label, Read, Shown, Source
from cercles.territories.enums import TerritoryKind
from cercles.territories.models import Territory
from cercles.territories.queries import levels, place_key

_FOUND = (TerritoryKind.REGION, TerritoryKind.DEPARTEMENT, TerritoryKind.EPCI, TerritoryKind.COMMUNE)


def places() -> QuerySet:
    return Territory.objects.current().filter(kind__in=_FOUND).select_related("parent", "epci")


def document(place: Territory) -> Document:
    keys = " ".join([place.search_key, *(place_key(name) for name in place.other_names)])
    codes = [place.code, *place.post_codes.split(), *place.old_codes.split()]
    text = " · ".join([str(place.kind_label), *place.other_names, *codes])
    return Document(place.label, [PUBLIC], text, key=keys, numbers=codes, places=levels(place))


def shown(place: Territory) -> Shown:
    return Shown(place.label, place.get_absolute_url(), str(place.kind_label))


def codes(place: Territory) -> str:
    """What tells it from its homonyms in a list."""
    return " · ".join([*place.other_names, *place.post_codes.split()])


@prepared
def _read(ids: Collection[int]) -> QuerySet[Territory]:
    found = Territory.objects.current().filter(pk__in=ids).order_by().select_related("parent")
    return found.only(
        "kind", "code", "status", "name", "region_code", "old_names", "post_codes", "parent__name", "parent__code"
    )


def read(reader: Any, ids: Collection[int]) -> Mapping[int, Read]:
    return {place.pk: Read(shown(place), codes(place)) for place in _read(ids) if place.kind in _FOUND}


def sources() -> list[Source]:
    return [Source(Territory, "territoires", _("Territoires"), places, document, shown, order=70, read=read)]


def labels(codes: Iterable[str]) -> dict[str, Label]:
    """Régions, and départements inside theirs, whose régions are told too; overseas collectivities are in none."""
    every = {f"{kind}:{code}": _label(kind, name, region) for kind, code, name, region in _areas()}
    found = {code: every[code] for code in codes if code in every}
    return found | {label.parent: every[label.parent] for label in found.values() if label.parent in every}


@prepared
def _areas() -> QuerySet[Territory, tuple[str, str, str, str]]:
    found = Territory.objects.current().filter(kind__in=[TerritoryKind.REGION, TerritoryKind.DEPARTEMENT]).order_by()
    return found.values_list("kind", "code", "name", "region_code")


def _label(kind: str, name: str, region: str) -> Label:
    inside = kind == TerritoryKind.DEPARTEMENT and region
    return Label(name, f"{TerritoryKind.REGION}:{region}" if inside else "")


def facets() -> list[FacetKind]:
    return [FacetKind("territory", _("Territoire"), labels, order=20)]
