"""What stands in a place, for this reader: how many by département or by commune, how many nowhere, how many of each category.

From the search index, in a few milliseconds over two million; without one, from the database when it is small.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from cercles.core.prepared import prepared
from cercles.core.text import search_key
from cercles.organisations.models import Organisation
from cercles.organisations.queries.answer import Answering, Part, read_index
from cercles.organisations.queries.directory import is_small
from cercles.organisations.queries.filters import Filters
from cercles.organisations.queries.lines import SEATS
from cercles.organisations.queries.values import ACTIVE
from cercles.organisations.queries.words import names_of
from cercles.references.enums import Vocabulary
from cercles.search.queries.folder import Opened
from cercles.territories.enums import TerritoryKind
from cercles.territories.models import Territory

_PREFIX = f"{TerritoryKind.DEPARTEMENT}:"
_SHOWN = 5


@dataclass(frozen=True)
class Here:
    """``total`` organisations go on in a place, ``ids`` the first of them by name; ``categories``: code, label, how many, the most
    frequent first; ``unsaid``: those of no category."""

    total: int
    ids: list[int]
    categories: tuple[tuple[str, str, int], ...]

    @property
    def unsaid(self) -> int:
        return self.total - sum(count for _code, _label, count in self.categories)


def by_departement(reader: Any) -> dict[str, int]:
    """How many go on in each département, by its code, and under "" those that have no place."""

    def read(index: Opened) -> dict[str, int]:
        counts = Answering(index, reader).counts(("territory", "state"))
        found = {code.removeprefix(_PREFIX): n for code, n in counts["territory"].items() if code.startswith(_PREFIX)}
        return {**found, "": counts["state"].get(ACTIVE, 0) - sum(found.values())}

    found: dict[str, int] | None = read_index(read)
    if found is None:
        return {code or "": n for code, n in _by_departement(reader)} if is_small() else {}
    return found


def by_place(reader: Any, place: Territory) -> dict[str, int]:
    """How many go on inside a place: by département in a région, by commune in a département or an intercommunalité."""
    if place.kind == TerritoryKind.REGION:
        return by_departement(reader)
    if place.kind not in (TerritoryKind.DEPARTEMENT, TerritoryKind.EPCI):
        return {}
    level = f"{place.kind}:{place.code}"
    found: dict[str, int] | None = read_index(lambda index: Answering(index, reader).inside(level))
    if found is None:
        return dict(_by_commune(reader, **_narrowed(place))) if is_small() else {}
    return found


def here(reader: Any, place: Territory) -> Here | None:
    """None when only a long walk through the table would tell."""

    def read(index: Opened) -> Here:
        asked = Answering(index, reader, filters=Filters(territory=f"{place.kind}:{place.code}"))
        counts = asked.counts(("category", "state"))
        total = counts["state"].get(ACTIVE, 0)
        labels = names_of(index).terms[Vocabulary.CATEGORY]
        rows = [(code, labels[code], n) for code, n in counts["category"].items() if code in labels]
        return Here(total, asked.ids(Part(size=_SHOWN, order="name"), total, 0), _frequent(rows))

    found: Here | None = read_index(read)
    if found is None and is_small():
        return _from_database(reader, _narrowed(place))
    return found


def _from_database(reader: Any, narrowed: Mapping[str, Any]) -> Here:
    rows = _by_category(reader, **narrowed)
    total = sum(n for _code, _label, n in rows)
    ids = _first(reader, **narrowed) if total else []
    return Here(total, ids, _frequent([(code, label, n) for code, label, n in rows if code]))


def _frequent(rows: Collection[tuple[str, str, int]]) -> tuple[tuple[str, str, int], ...]:
    return tuple(sorted(rows, key=lambda row: (-row[2], search_key(row[1]))))


def _narrowed(place: Territory) -> dict[str, Any]:
    """The code of the larger places, the row of the smaller: what the columns of a seat hold."""
    held = place.code if place.kind in (TerritoryKind.REGION, TerritoryKind.DEPARTEMENT) else place
    return {place.kind: held}


@prepared
def _by_departement(reader: Any) -> QuerySet[Organisation, tuple[str | None, int]]:
    found = Organisation.objects.visible_to(reader).canonical().filter(state=ACTIVE).order_by()
    return found.values_list("seat__departement_code").annotate(n=Count("pk"))


def _seated(reader: Any, region: str, departement: str, epci: Any, commune: Any) -> QuerySet[Organisation]:
    chosen = {"region": region, "departement": departement, "epci": epci, "commune": commune}
    found = Organisation.objects.visible_to(reader).canonical().filter(state=ACTIVE)
    return found.filter(**{SEATS[name]: value for name, value in chosen.items() if value})


@prepared
def _by_commune(
    reader: Any, region: str = "", departement: str = "", epci: Any = None, commune: Any = None
) -> QuerySet[Organisation, tuple[str, int]]:
    found = _seated(reader, region, departement, epci, commune).order_by()
    return found.values_list("seat__code").annotate(n=Count("pk"))


@prepared
def _by_category(
    reader: Any, region: str = "", departement: str = "", epci: Any = None, commune: Any = None
) -> QuerySet[Organisation, tuple[str, str, int]]:
    found = _seated(reader, region, departement, epci, commune).order_by()
    return found.values_list("category__code", "category__label").annotate(n=Count("pk"))


@prepared
def _first(
    reader: Any, region: str = "", departement: str = "", epci: Any = None, commune: Any = None
) -> QuerySet[Organisation, int]:
    return _seated(reader, region, departement, epci, commune).values_list("pk", flat=True)[:_SHOWN]
