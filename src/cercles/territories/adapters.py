"""Places as the search finds them, and the labels of the facet « Territoire »."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cercles.core.audience import PUBLIC
from cercles.search.queries import Document, FacetKind, Label, Shown, Source
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


def sources() -> list[Source]:
    return [Source(Territory, "territoires", _("Territoires"), places, document, shown, order=70, text=codes)]


def labels(codes: Iterable[str]) -> dict[str, Label]:
    """Régions, and départements inside theirs; overseas collectivities are in none."""
    found = Territory.objects.current().filter(kind__in=[TerritoryKind.REGION, TerritoryKind.DEPARTEMENT])
    words = {f"{place.kind}:{place.code}": _label(place) for place in found}
    return {code: words[code] for code in codes if code in words}


def _label(place: Territory) -> Label:
    inside = place.kind == TerritoryKind.DEPARTEMENT and place.region_code
    return Label(place.name, f"{TerritoryKind.REGION}:{place.region_code}" if inside else "")


def facets() -> list[FacetKind]:
    return [FacetKind("territory", _("Territoire"), labels, order=20)]
