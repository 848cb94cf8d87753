"""The pages that a batch of rows may mean: found by the indexes of their identifiers, of their source and of their name in a place.

As many questions for a batch of any size: one for the ids, one for the pages, then their tags, their people and what was decided.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q

from cercles.core.enums import Visibility
from cercles.organisations.actions.imports.drafts import Draft
from cercles.organisations.models import Affiliation, ImportDoubt, Organisation
from cercles.organisations.models.organisation import UNIQUE_IDENTIFIERS

Key = tuple[Any, ...]
MOST_ALIKE = 5
_TABLE = Organisation._meta.db_table
# Each is answered by an index of its own; a condition of a partial index is written as the index says it.
_BY_COLUMN = {
    "siret": "siret", "rna": "rna", "rnf": "rnf", "siren": "siren", "ref": "ref",
    "source_key": "NOT (source_key = '') AND source = %(source)s AND source_key",
}  # fmt: skip


class Known:
    """Pages by what may name them; people and decisions beside."""

    def __init__(self) -> None:
        self._by_key: dict[Key, Organisation] = {}
        self._by_siren: dict[str, dict[int, Organisation]] = defaultdict(dict)
        self._alike: dict[Key, list[Organisation]] = defaultdict(list)
        self._represented: set[int] = set()
        self._decided: dict[Key, dict[int, str]] = defaultdict(dict)

    def load(self, drafts: Sequence[Draft], *, since: datetime) -> None:
        """``since``: pages of the same source made later than this are other rows of the same file, never alike by name."""
        named = _ids_by_name([draft for draft in drafts if draft.columns.get("seat_id")])
        decided = _decided(drafts)
        ids = (
            _ids_by_identifier(drafts)
            | {pk for pks in named.values() for pk in pks}
            | {row.organisation_id for row in decided}
        )
        found = Organisation.objects.filter(pk__in=ids).order_by("pk").select_for_update(of=("self",))
        tagged = any(draft.tags or draft.goals is not None for draft in drafts)
        rows = list(found.prefetch_related(*_TAGS) if tagged else found) if ids else []
        by_pk = {row.pk: row for row in rows}
        for row in rows:
            self.add(row)
        for doubt in decided:
            self._decided[doubt.source, doubt.key][doubt.organisation_id] = doubt.state
        for key, pks in named.items():
            pages = [by_pk[pk] for pk in pks if pk in by_pk]
            self._alike[key] = [row for row in pages if row.source != key[0] or row.created_at < since]
        if rows:
            self._represented |= _represented(rows)

    def add(self, row: Organisation) -> None:
        for key in _keys_of(row):
            self._by_key[key] = row
        if row.siren:
            self._by_siren[row.siren][id(row)] = row

    def is_represented(self, row: Organisation) -> bool:
        return row.pk in self._represented

    def by(self, name: str, value: str) -> Organisation | None:
        return self._by_key.get((name, value))

    def of_unit(self, siren: str) -> list[Organisation]:
        return [*self._by_siren[siren].values()]

    def alike(self, draft: Draft) -> list[Organisation]:
        return self._alike.get(draft.name_key, [])

    def decided(self, draft: Draft) -> dict[int, str]:
        """What people said of this row, by page."""
        return self._decided.get((draft.source, draft.key), {})

    def without_taken(self, draft: Draft, page: Organisation | None = None) -> Draft:
        """An identifier stays with the page that has it, when a person said that ``page``, or a new one, is another."""
        holders = {name: self.by(name, value) for name in UNIQUE_IDENTIFIERS if (value := draft.identifier(name))}
        taken = {name for name, holder in holders.items() if holder is not None and holder is not page}
        if not taken:
            return draft
        return replace(draft, columns={name: value for name, value in draft.columns.items() if name not in taken})

    def page(self, pk: int) -> Organisation | None:
        return next((row for row in self._by_key.values() if row.pk == pk), None)


_TAGS = ("themes", "economic_models", "innovation_roles", "goals")


def _keys_of(row: Organisation) -> Iterable[Key]:
    yield "ref", row.ref
    if row.source_key:
        yield row.source, row.source_key
    for name in UNIQUE_IDENTIFIERS:
        if value := getattr(row, name):
            yield name, value


def _represented(rows: list[Organisation]) -> set[int]:
    """Those somebody speaks for, in their own name or in that of a duplicate merged into them."""
    near = Q(organisation__in=rows) | Q(organisation__merged_into__in=rows)
    held = Affiliation.objects.representatives().filter(near).values_list("organisation", "organisation__merged_into")
    return {pk for pair in held for pk in pair if pk}


def _decided(drafts: Sequence[Draft]) -> list[ImportDoubt]:
    keys = {draft.key for draft in drafts}
    return [
        doubt
        for doubt in ImportDoubt.objects.filter(source__in={draft.source for draft in drafts}, key__in=keys)
        if doubt.key in keys
    ]


def _ids_by_identifier(drafts: Sequence[Draft]) -> set[int]:
    parts, values = [], []
    for name, column in _BY_COLUMN.items():
        for source, wanted in _wanted(drafts, name).items():
            said = column % {"source": f"'{source}'"} if "%" in column else column
            parts.append(f"SELECT id FROM {_TABLE} WHERE {said} IN ({_SET[connection.vendor]})")
            values.append(_as_set(wanted))
    if not parts:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(" UNION ".join(parts), values)
        return {pk for (pk,) in cursor.fetchall()}


def _wanted(drafts: Sequence[Draft], name: str) -> dict[str, list[str]]:
    """By source for the keys of sources, which mean nothing without it."""
    found: dict[str, set[str]] = defaultdict(set)
    for draft in drafts:
        value = getattr(draft, name) if name in ("ref", "source_key") else draft.columns.get(name)
        if value:
            found[draft.source if name == "source_key" else ""].add(value)
    return {source: sorted(values) for source, values in found.items()}


_SET = {"sqlite": "SELECT value FROM json_each(%s)", "postgresql": "SELECT unnest(%s::text[])"}


def _as_set(values: list[Any]) -> Any:
    return values if connection.vendor == "postgresql" else json.dumps(values)


NAMED = {
    "sqlite": (
        "SELECT j.value ->> 0, o.id, o.merged_into_id, o.audience FROM json_each(%s) j CROSS JOIN {table} o "
        "WHERE o.seat_id = (j.value ->> 1) AND o.search_key >= (j.value ->> 2) AND o.search_key < (j.value ->> 2) || '!'"
    ),
    "postgresql": (
        "SELECT v.number, o.id, o.merged_into_id, o.audience "
        "FROM unnest(%s::int[], %s::bigint[], %s::text[]) AS v(number, seat, key) JOIN {table} o "
        "ON o.seat_id = v.seat AND o.search_key ~>=~ v.key AND o.search_key ~<~ (v.key || '!')"
    ),
}
_SHOWN = (Visibility.PUBLIC.value, Visibility.NETWORK.value)


def _ids_by_name(drafts: Sequence[Draft]) -> dict[Key, list[int]]:
    """Pages of the same commune that bear this name, alone or before their other names: « ! » comes just after the space."""
    keys = list({draft.name_key for draft in drafts})
    if not keys:
        return {}
    vendor = connection.vendor
    rows = [(number, seat, key) for number, (_source, seat, key) in enumerate(keys)]
    values: list[Any] = (
        [json.dumps(rows)] if vendor == "sqlite" else [list(column) for column in zip(*rows, strict=True)]
    )
    found: dict[Key, list[int]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(NAMED[vendor].format(table=_TABLE), values)
        # Sorted out here: asked of the database, « merged into nothing » reads the whole table by its index.
        for number, pk, merged, audience in sorted(cursor.fetchall(), key=lambda row: row[1]):
            same = found[keys[int(number)]]
            if merged is None and audience in _SHOWN and len(same) < MOST_ALIKE:
                same.append(pk)
    return found
