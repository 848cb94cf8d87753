"""The values of the filters, with their words: what may be chosen next, and what is chosen already."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cercles.core.prepared import prepared
from cercles.core.text import search_key
from cercles.organisations.queries.words import DEPARTEMENT, REGION, VOCABULARIES, Names
from cercles.references.queries import activity_label, activity_levels
from cercles.territories.enums import TerritoryKind
from cercles.territories.models import Territory

Counts = dict[str, dict[str, int]]
_LONGEST = 120
ACTIVE, ENDED, ANY_STATE = "active", "ended", "any"
_EPCI, _COMMUNE = TerritoryKind.EPCI.value, TerritoryKind.COMMUNE.value

_key = lru_cache(maxsize=4096)(search_key)  # the same few labels are put in order for every page


@dataclass(frozen=True)
class Value:
    """One value of a filter: how many organisations the reader would find with it. ``depth``: inside the value above it."""

    code: str
    label: str
    count: int
    chosen: bool = False
    depth: int = 0


def told(
    counts: Counts, chosen: Mapping[str, str], place: Territory | None, names: Names,
    inside: Callable[[str, str], Mapping[str, int]],
) -> dict[str, list[Value]]:  # fmt: skip
    """Each filter's values. The number of queries depends on what is chosen only.

    ``place``: the territory chosen. ``inside(place, column)``: how many by ``commune`` or by ``group`` in a place.
    """
    found = {"state": _states(counts["state"], chosen.get("state", ""))}
    for name, vocabulary in VOCABULARIES.items():
        found[name] = _terms(counts[name], names.terms[vocabulary], chosen.get(name, ""))
    found["territory"] = _places(counts["territory"], place, names, inside)
    found["activity"] = _activities(counts["activity"], chosen.get("activity", ""))
    return found


def as_typed(close: dict[str, list[Value]], exact: dict[str, list[Value]]) -> dict[str, list[Value]]:
    """Of words that had to be read less strictly: where another value finds them as they are typed, choosing it finds those, and no
    more."""
    if not exact:
        return close
    found = {(name, value.code): value.count for name, values in exact.items() for value in values if value.count}
    return {
        name: [replace(value, count=found.get((name, value.code), value.count)) for value in values]
        for name, values in close.items()
    }


def _terms(counts: Mapping[str, int], labels: Mapping[str, str], chosen: str) -> list[Value]:
    """The most frequent first."""
    rows = [Value(code, labels[code], n, code == chosen) for code, n in counts.items() if code in labels]
    return sorted(rows, key=lambda row: (-row.count, _key(row.label)))[:_LONGEST]


def _states(counts: Mapping[str, int], chosen: str) -> list[Value]:
    going = counts.get(ACTIVE, 0)
    ended = sum(counts.values()) - going
    rows = [
        Value(ACTIVE, _("En activité"), going, chosen == ACTIVE),
        Value(ENDED, _("Qui ont cessé"), ended, chosen not in ("", ACTIVE, ANY_STATE)),
    ]
    return [row for row in rows if row.count or row.chosen]


def _activities(counts: Mapping[str, int], chosen: str) -> list[Value]:
    """Sections; inside the chosen one its divisions; inside the chosen division its codes. The most frequent first."""
    summed, above = Counter[str](), dict[str, str]()
    for code, count in counts.items():
        levels = activity_levels(code)
        if levels is not None:
            section, division, whole = levels
            above |= {division: section, whole: division}
            for level in levels:
                summed[level] += count
    opened = {chosen, above.get(chosen, ""), above.get(above.get(chosen, ""), "")}
    rows = {
        code: Value(code, activity_label(code), count, code == chosen, _depth(code))
        for code, count in summed.items()
        if code not in above or above[code] in opened
    }
    return _nested(rows, above, key=lambda row: (-row.count, row.code))


def _depth(code: str) -> int:
    return 0 if code.isalpha() else 1 if len(code) == 2 else 2


# Places


def _places(
    counts: Mapping[str, int], place: Territory | None, names: Names,
    inside: Callable[[str, str], Mapping[str, int]],
) -> list[Value]:  # fmt: skip
    """Régions; inside what is chosen its départements, its intercommunalités, its communes. By name."""
    summed, above, labels = Counter(counts), {**names.above}, {**names.places}
    for departement, region in names.above.items():
        summed[region] += counts.get(departement, 0)
    opened = _chain(place)
    chosen = opened[0] if opened else ""
    small = next((place for place in opened if place.partition(":")[0] in (_EPCI, DEPARTEMENT)), "")
    if small.startswith(_EPCI):
        opened.append(_put_communes(inside(small, "commune"), small, opened, summed, above, labels))
    elif small:
        _put_groups(inside(small, "group"), small, summed, above, labels)
    summed.update(dict.fromkeys(opened[:1], 0))  # what is chosen is said, even of nothing
    rows = {
        code: Value(code, labels[code], count, code == chosen, _deep(code, above))
        for code, count in summed.items()
        if code in labels and (count or code in opened) and (code not in above or above[code] in opened)
    }
    return _nested(rows, above, key=lambda row: _key(row.label))


def _chain(place: Territory | None) -> list[str]:
    """The place that is chosen and those it is in, the smallest first."""
    if place is None or place.kind not in (REGION, DEPARTEMENT, _EPCI, _COMMUNE):
        return []
    found = [f"{place.kind}:{place.code}", f"{_EPCI}:{place.epci.code}" if place.epci else ""]
    found += [
        f"{DEPARTEMENT}:{place.departement_code}" if place.departement_code else "",
        f"{REGION}:{place.region_code}" if place.region_code else "",
    ]
    return list(dict.fromkeys(code for code in found if code))


def _put_groups(
    counts: Mapping[str, int], departement: str, summed: Counter[str], above: dict[str, str], labels: dict[str, str]
) -> None:
    """The intercommunalités of a département, and its communes that are in none."""
    for kind, code, name in _groups([group.partition(":")[2] for group in counts]):
        if (group := f"{kind}:{code}") in counts:
            summed[group], labels[group], above[group] = counts[group], name, departement


def _put_communes(
    counts: Mapping[str, int], epci: str, opened: list[str], summed: Counter[str], above: dict[str, str],
    labels: dict[str, str],
) -> str:  # fmt: skip
    """The communes of an intercommunalité. Gives the place they are shown in: their département, or the widest of those ``opened`` when
    they lie in several."""
    rows = _communes(list(counts))
    homes = {f"{DEPARTEMENT}:{departement}" for *_name, departement in rows}
    outer = homes.pop() if len(homes) == 1 else opened[-1]
    if outer != epci:
        above[epci] = outer
    for code, name, epci_name, _departement in rows:
        commune = f"{_COMMUNE}:{code}"
        summed[commune], labels[commune], above[commune] = counts[code], name, epci
        summed[epci] += counts[code]
        labels[epci] = epci_name or ""
    return outer


@prepared
def _communes(codes: Collection[str]) -> QuerySet[Territory, tuple[str, str, str | None, str]]:
    found = Territory.objects.current().filter(kind=_COMMUNE, code__in=codes).order_by()
    return found.values_list("code", "name", "epci__name", "departement_code")


@prepared
def _groups(codes: Collection[str]) -> QuerySet[Territory, tuple[str, str, str]]:
    found = Territory.objects.current().filter(kind__in=[_EPCI, _COMMUNE], code__in=codes).order_by()
    return found.values_list("kind", "code", "name")


def _deep(code: str, above: Mapping[str, str]) -> int:
    depth = 0
    while code in above:
        code, depth = above[code], depth + 1
    return depth


def _nested(rows: Mapping[str, Value], above: Mapping[str, str], key: Callable[[Value], Any]) -> list[Value]:
    """Each value followed by those inside it."""
    children: dict[str, list[Value]] = {}
    for row in rows.values():
        children.setdefault(above.get(row.code, ""), []).append(row)

    def walk(code: str) -> list[Value]:
        return [one for row in sorted(children.get(code, ()), key=key) for one in (row, *walk(row.code))]

    return walk("")
