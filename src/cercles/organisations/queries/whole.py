"""Organisations whole, in the order of names, from where one stands: what files and the API say.

Each piece begins after the last line of the one before, by the index of names: no reading lasts as long as its reader, what is
written meanwhile neither repeats a line nor hides one, and the last piece costs what the first did.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet

from cercles.core.prepared import prepared
from cercles.organisations.models import Goal, Organisation
from cercles.organisations.queries.lines import Place, asked_rows

PIECE = 500


class Said(NamedTuple):
    """A term: its code, which never changes, and its label."""

    code: str
    label: str


class Whole(NamedTuple):
    """All that an organisation's page says of it in columns; ``changed_at`` is aware."""

    pk: int
    search_key: str
    ref: str
    name: str
    legal_name: str
    short_name: str
    category_code: str | None
    category_label: str | None
    kinds: str
    legal_form: str
    activity_code: str
    siren: str | None
    siret: str | None
    rna: str | None
    rnf: str | None
    purpose: str
    website: str
    address: str
    post_code: str
    seat_code: str | None
    seat_name: str | None
    seat_departement_code: str | None
    seat_region_code: str | None
    seat_parent_name: str | None
    visibility: str
    is_fictional: bool
    source: str
    source_key: str
    changed_at: datetime
    state: str
    founded_on: date | None
    ended_on: date | None
    themes: tuple[Said, ...] = ()
    economic_models: tuple[Said, ...] = ()
    innovation_roles: tuple[Said, ...] = ()
    goals: tuple[Said, ...] = ()

    @property
    def place(self) -> Place:
        """Where it stands in the order of names."""
        return self.search_key, self.pk


_TAGS = ("themes", "economic_models", "innovation_roles", "goals")
_JOINED = {
    "category_code": "category__code", "category_label": "category__label", "seat_code": "seat__code", "seat_name": "seat__name",
    "seat_departement_code": "seat__departement_code", "seat_region_code": "seat__region_code",
    "seat_parent_name": "seat__parent__name",
}  # fmt: skip
COLUMNS = tuple(_JOINED.get(name, name) for name in Whole._fields if name not in _TAGS)


def piece_after(reader: Any, narrowed: Mapping[str, Any], after: Place | None, most: int) -> list[Whole]:
    """The next ``most`` organisations of the list after ``after``. Five queries, whatever is found."""
    return wholes(asked_rows(reader, narrowed, COLUMNS, after, most))


def wholes(rows: Collection[tuple[Any, ...]]) -> list[Whole]:
    """Rows of ``COLUMNS`` with their terms."""
    ids = [row[0] for row in rows]
    tags = [_by_organisation(found) for found in (_themes(ids), _models(ids), _roles(ids), _goals(ids))] if ids else []
    return [Whole(*row, *(tuple(one.get(row[0], ())) for one in tags)) for row in rows]


def wholes_at(reader: Any, ids: Collection[int]) -> list[Whole]:
    """Those of ``ids`` that the reader may see, in this order."""
    found = (
        {one.pk: one for one in wholes(asked_rows(reader, {"ids": list(ids)}, COLUMNS, None, len(ids)))} if ids else {}
    )
    return [found[pk] for pk in ids if pk in found]


def every_one(reader: Any, narrowed: Mapping[str, Any]) -> Iterator[Whole]:
    """The whole list, a piece at a time: a long list takes the memory of one piece."""
    after = None
    while piece := piece_after(reader, narrowed, after, PIECE):
        yield from piece
        if len(piece) < PIECE:
            return
        after = piece[-1].place


def _by_organisation(rows: Collection[tuple[int, str, str]]) -> Mapping[int, list[Said]]:
    found: dict[int, list[Said]] = defaultdict(list)
    for pk, code, label in rows:
        found[pk].append(Said(code, label))
    return found


def _terms_of(relation: Any, organisations: Collection[int]) -> QuerySet[Any, tuple[int, str, str]]:
    found = relation.through.objects.filter(organisation__in=organisations)
    return found.order_by("term__position", "term__code").values_list("organisation", "term__code", "term__label")


@prepared
def _themes(organisations: Collection[int]) -> QuerySet[Any, tuple[int, str, str]]:
    return _terms_of(Organisation.themes, organisations)


@prepared
def _models(organisations: Collection[int]) -> QuerySet[Any, tuple[int, str, str]]:
    return _terms_of(Organisation.economic_models, organisations)


@prepared
def _roles(organisations: Collection[int]) -> QuerySet[Any, tuple[int, str, str]]:
    return _terms_of(Organisation.innovation_roles, organisations)


@prepared
def _goals(organisations: Collection[int]) -> QuerySet[Any, tuple[int, str, str]]:
    found = Goal.objects.filter(organisation__in=organisations).order_by("rank")
    return found.values_list("organisation", "term__code", "term__label")
