"""Walking the tree: what is above a place, and what is in it."""

from collections.abc import Iterable, Mapping

from django.db.models import QuerySet

from cercles.core.prepared import Listed, prepared
from cercles.core.routes import address_of
from cercles.search.queries.folder import once_a_commit
from cercles.territories.enums import TerritoryKind
from cercles.territories.models import Territory
from cercles.territories.queries.near import communes_near, kilometres_told

AROUND = 30  # kilometres
NEIGHBOURS = 8
Told = tuple[str, str, int | None]
_TOLD = ("name", "kind", "code")


@prepared
def _at(kind: str, code: str) -> QuerySet[Territory]:
    return Territory.objects.filter(kind=kind, code=code).select_related("parent__parent__parent", "epci", "heir")


def place_at(kind: str, code: str) -> Territory | None:
    """The place of this kind and code; the one of today before a former one of the same code."""
    return min(_at(kind, code.upper()), key=lambda place: place.heir_id is not None, default=None)


def above(place: Territory) -> list[Territory]:
    """From the country down to the parent."""
    found: list[Territory] = []
    while place.parent is not None:
        place = place.parent
        found.insert(0, place)
    return found


@prepared
def _communes(epci: Territory | None, departement: str) -> QuerySet[Territory, tuple[str, str, str]]:
    found = Territory.objects.communes()
    found = found.filter(epci=epci) if epci else found.filter(departement_code=departement)
    return found.values_list(*_TOLD)


@prepared
def _children(place: Territory) -> QuerySet[Territory, tuple[str, str, str]]:
    return Territory.objects.current().filter(parent=place).values_list(*_TOLD)


@prepared
def _arrondissements(commune: Territory) -> QuerySet[Territory, tuple[str, str, str]]:
    """In the order of their numbers: the first, the second, the tenth."""
    return Territory.objects.current().filter(parent=commune).order_by("code").values_list(*_TOLD)


def inside(place: Territory) -> Listed:
    """The places just below: régions, départements, communes or arrondissements. Rows (name, kind, code)."""
    if place.kind in (TerritoryKind.EPCI, TerritoryKind.DEPARTEMENT):
        is_epci = place.kind == TerritoryKind.EPCI
        found = _communes.listed(place if is_epci else None, "" if is_epci else place.code)
    else:
        found = (_arrondissements if place.kind == TerritoryKind.COMMUNE else _children).listed(place)
    found.total = once_a_commit(("inside", place.pk), found.count)
    return found


@prepared
def _groupings(place: Territory) -> QuerySet[Territory, tuple[str, str, str]]:
    found = Territory.objects.current().filter(kind=TerritoryKind.EPCI, parent=place)
    return found.values_list(*_TOLD)


def groupings(place: Territory) -> tuple[Told, ...]:
    """The intercommunalités that live mostly in this département, told."""
    if place.kind != TerritoryKind.DEPARTEMENT:
        return ()
    return once_a_commit(("groupings", place.pk), lambda: told(_groupings(place)))


def told(rows: Iterable[tuple[str, str, str]], numbers: Mapping[str, int] | None = None) -> tuple[Told, ...]:
    """Names, addresses, and what is counted there, None for nothing; an arrondissement has no page, its city has."""
    return tuple(
        (
            name,
            "" if kind == TerritoryKind.ARRONDISSEMENT else address_of("territories:detail", kind, code),
            (numbers or {}).get(code),
        )
        for name, kind, code in rows
    )


def neighbours(place: Territory) -> tuple[tuple[str, str, str], ...]:
    """The nearest communes around one: name, address, and how far."""
    if place.kind != TerritoryKind.COMMUNE:
        return ()
    near = communes_near(place.code, AROUND)[1 : NEIGHBOURS + 1]
    return tuple(
        (one.name, address_of("territories:detail", place.kind, one.code), kilometres_told(one.km)) for one in near
    )


@prepared
def _former(place: Territory) -> QuerySet[Territory]:
    return Territory.objects.filter(heir=place)


def former(place: Territory) -> list[Territory]:
    """The communes that a commune gathers, by name."""
    return _former(place) if place.kind == TerritoryKind.COMMUNE else []
