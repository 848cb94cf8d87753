"""The directory's answers, counted by the search index: the same as the database gives, test by test, in a hundredth of the time.

Nothing is answered from an index that is missing, damaged, or behind on organisations: the database answers then, and somebody who has
just written a page finds it in the list at once.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

import tantivy
from django.db.models import QuerySet

from cercles.core.prepared import prepared
from cercles.core.text import search_key
from cercles.organisations.models import Organisation
from cercles.organisations.queries.lines import SEATS
from cercles.references.enums import Vocabulary
from cercles.references.models import Term
from cercles.search.queries.asking import Asked, Asker, Seen
from cercles.search.queries.engine import Engine
from cercles.search.queries.folder import IndexBroken, Opened, ask_for_rebuild, opened
from cercles.search.queries.log import waits
from cercles.search.queries.sources import all_sources
from cercles.search.queries.wording import number_in
from cercles.territories.enums import TerritoryKind
from cercles.territories.models import Territory

KIND = Organisation._meta.label_lower
_SOURCE = "organisations"
SORTED_HERE = (
    1000  # up to so many, the database is given the ids; more are met soon enough as it walks its own index of names
)
_VOCABULARIES = {"category": Vocabulary.CATEGORY, "theme": Vocabulary.THEME, "model": Vocabulary.ECONOMIC_MODEL}
_FACETS = {**{name: name for name in _VOCABULARIES}, "territory": "area"}


@dataclass(frozen=True)
class Counted:
    """How many are found, their ids when they are few, and rows ``(code, label, count)`` of terms or départements by filter."""

    total: int
    ids: list[int] | None
    terms: dict[str, list[tuple[str, str, int]]]
    places: list[tuple[str, str, str, str, int]]


def counted(reader: Any, text: str, chosen: dict[str, str]) -> Counted | None:
    """What the index says; None when the database must answer."""
    asked = _asked(chosen)
    return None if asked is None else _read(lambda index: _count(index, reader, text, asked))


def by_departement(reader: Any) -> dict[str, int] | None:
    """How many have their seat in each département, by its code; None when the database must answer."""

    def count(index: Opened) -> dict[str, int]:
        query = _asker(index, reader).query(Asked(kind=_SOURCE))
        return _departements(Engine(index).counts(query, [_FACETS["territory"]])[_FACETS["territory"]])

    return _read(count)


def _read(count: Callable[[Opened], Any]) -> Any:
    index = opened()
    if index is None or waits(index.position, KIND):
        return None
    try:
        return count(index)
    except IndexBroken:
        ask_for_rebuild("a reader could not read it")
        return None


def _asker(index: Opened, reader: Any) -> Asker:
    return Asker(index, reader, [source for source in all_sources() if source.kind == KIND])


def _asked(chosen: dict[str, str]) -> Asked | None:
    """A kind of place that is no filter is ignored, as the database does; a code that says nothing is left to it."""
    filters = dict(chosen)
    kind, _colon, code = filters.pop("territory", "").partition(":")
    if kind in SEATS:
        if not code:
            return None
        filters["territory"] = f"{kind}:{code}"
    return Asked(kind=_SOURCE, filters=filters)


def _count(index: Opened, reader: Any, text: str, asked: Asked) -> Counted:
    engine, asker = Engine(index), _asker(index, reader)
    words = _words(asker, text)
    query = asker.query(asked, words=words)
    total = engine.total(query)
    ids = engine.ids(query, SORTED_HERE) if total <= SORTED_HERE else None
    counts = _facets(engine, lambda without: asker.query(asked, words=words, without=without), asked)
    return Counted(total, ids, _terms(counts), _places(counts["territory"]))


def _words(asker: Asker, text: str) -> tantivy.Query | None:
    if not search_key(text):
        return None
    return asker.wording.words(text) if number_in(text) else asker.wording.begins(text)


def _facets(engine: Engine, query: Callable[[str], Seen], asked: Asked) -> dict[str, dict[str, int]]:
    """Each filter counted with all the others on; those that are not chosen are counted together."""
    free = engine.counts(query(""), [field for name, field in _FACETS.items() if name not in asked.chosen])
    return {
        name: engine.counts(query(name), [field])[field] if name in asked.chosen else free[field]
        for name, field in _FACETS.items()
    }


def _terms(counts: dict[str, dict[str, int]]) -> dict[str, list[tuple[str, str, int]]]:
    """With their labels, in one query."""
    labels = {(vocabulary, code): label for vocabulary, code, label in _labels(_VOCABULARIES.values())}
    return {
        name: [(code, labels[vocabulary, code], n) for code, n in counts[name].items() if (vocabulary, code) in labels]
        for name, vocabulary in _VOCABULARIES.items()
    }


@prepared
def _labels(vocabularies: Collection[str]) -> QuerySet[Term, tuple[str, str, str]]:
    found = Term.objects.filter(vocabulary__in=vocabularies).order_by()
    return found.values_list("vocabulary", "code", "label")


def _departements(counts: dict[str, int]) -> dict[str, int]:
    prefix = f"{TerritoryKind.DEPARTEMENT}:"
    return {code.removeprefix(prefix): count for code, count in counts.items() if code.startswith(prefix)}


def _places(counts: dict[str, int]) -> list[tuple[str, str, str, str, int]]:
    """Départements: code, name, code and name of the région, how many."""
    numbers = _departements(counts)
    return [(code, name, region, parent or "", numbers[code]) for code, name, region, parent in _told(numbers)]


@prepared
def _told(codes: Collection[str]) -> QuerySet[Territory, tuple[str, str, str, str | None]]:
    found = Territory.objects.current().filter(kind=TerritoryKind.DEPARTEMENT, code__in=codes).order_by()
    return found.values_list("code", "name", "region_code", "parent__name")
