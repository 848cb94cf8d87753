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
        self._handles: set[tuple[str, str]] = set()
        self._alike: dict[Key, list[Organisation]] = defaultdict(list)
        self._represented: set[int] = set()
        self._decided: dict[Key, dict[int, str]] = defaultdict(dict)

    def load(self, drafts: Sequence[Draft], *, since: datetime) -> None:
        """``since``: pages of the same source made later than this are other rows of the same file, never alike by name."""
        tagged, decided = any(draft.tags or draft.goals is not None for draft in drafts), _decided(drafts)
        for doubt in decided:
            self._decided[doubt.source, doubt.key][doubt.organisation_id] = doubt.state
        pages = self._read(_ids_by_identifier(drafts) | {row.organisation_id for row in decided}, tagged)
        # A row whose own page is there is never looked for by its name: of the same file sent again, none is.
        strangers = [draft for draft in drafts if draft.columns.get("seat_id") and self._own(draft) is None]
        named = _ids_by_name(strangers, since)
        pages |= self._read({pk for pks in named.values() for pk in pks} - pages.keys(), tagged)
        for key, pks in named.items():
            self._alike[key] = [pages[pk] for pk in pks if pk in pages]
        if pages:
            self._represented |= represented_of(list(pages.values()))

    def _read(self, ids: set[int], tagged: bool) -> dict[int, Organisation]:
        found = Organisation.objects.filter(pk__in=ids).order_by("pk").select_for_update(of=("self",))
        rows = list(found.prefetch_related(*_TAGS) if tagged else found) if ids else []
        for row in rows:
            self.add(row)
        return {row.pk: row for row in rows}

    def _own(self, draft: Draft) -> Organisation | None:
        """The page that this very row of its source made."""
        return self.by(draft.source, draft.source_key) if draft.source_key else None

    def add(self, row: Organisation) -> None:
        for key in _keys_of(row):
            self._by_key[key] = row
            self._handles.add(key)
        if row.siren:
            self._by_siren[row.siren][id(row)] = row
            self._handles.add(("siren", row.siren))

    def is_new(self, draft: Draft) -> bool:
        """Nothing it says leads to a page, near or far."""
        return (
            self._handles.isdisjoint(draft.handles)
            and (draft.source, draft.key) not in self._decided
            and not (draft.columns.get("seat_id") and self._alike.get(draft.name_key))
        )

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


def _keys_of(row: Organisation) -> Iterable[tuple[str, str]]:
    yield "ref", row.ref
    if row.source_key:
        yield row.source, row.source_key
    for name in UNIQUE_IDENTIFIERS:
        if value := getattr(row, name):
            yield name, value


def represented_of(rows: list[Organisation]) -> set[int]:
    """Those somebody speaks for, in their own name or in that of a duplicate merged into them."""
    near = Q(organisation__in=rows) | Q(organisation__merged_into__in=rows)
    held = Affiliation.objects.representatives().filter(near).values_list("organisation", "organisation__merged_into")
    return {pk for pair in held for pk in pair if pk}


def _decided(drafts: Sequence[Draft]) -> list[ImportDoubt]:
    """Most registers leave no doubt at all: the thousand keys of a batch are then not asked about one by one."""
    of_source = ImportDoubt.objects.filter(source__in={draft.source for draft in drafts})
    if not of_source.exists():
        return []
    keys = {draft.key for draft in drafts}
    return [doubt for doubt in of_source.filter(key__in=keys) if doubt.key in keys]


def _ids_by_identifier(drafts: Sequence[Draft]) -> set[int]:
    parts, values = [], []
    for name, of_sources in _wanted(drafts).items():
        column = _BY_COLUMN[name]
        for source, wanted in of_sources.items():
            said = column % {"source": f"'{source}'"} if "%" in column else column
            parts.append(f"SELECT id FROM {_TABLE} WHERE {said} IN ({_SET[connection.vendor]})")
            values.append(_as_set(wanted))
    if not parts:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(" UNION ".join(parts), values)
        return {pk for (pk,) in cursor.fetchall()}


def _wanted(drafts: Sequence[Draft]) -> dict[str, dict[str, list[str]]]:
    """By column, then by source for the keys of sources, which mean nothing without it."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for draft in drafts:
        for name, value in draft.handles:
            column, source = (name, "") if name in _BY_COLUMN else ("source_key", name)
            found[column][source].add(value)
    return {name: {source: sorted(values) for source, values in of.items()} for name, of in found.items()}


_SET = {"sqlite": "SELECT value FROM json_each(%s)", "postgresql": "SELECT unnest(%s::text[])"}


def _as_set(values: list[Any]) -> Any:
    return values if connection.vendor == "postgresql" else json.dumps(values)


NAMED = {
    "sqlite": (
        "SELECT j.value ->> 0, o.id, o.merged_into_id, o.audience, o.source, o.created_at < %s "
        "FROM json_each(%s) j CROSS JOIN {table} o "
        "WHERE o.seat_id = (j.value ->> 1) AND o.search_key >= (j.value ->> 2) AND o.search_key < (j.value ->> 2) || '!'"
    ),
    "postgresql": (
        "SELECT v.number, o.id, o.merged_into_id, o.audience, o.source, o.created_at < %s "
        "FROM unnest(%s::int[], %s::bigint[], %s::text[]) AS v(number, seat, key) JOIN {table} o "
        "ON o.seat_id = v.seat AND o.search_key ~>=~ v.key AND o.search_key ~<~ (v.key || '!')"
    ),
}
_SHOWN = (Visibility.PUBLIC.value, Visibility.NETWORK.value)


def _ids_by_name(drafts: Sequence[Draft], since: datetime) -> dict[Key, list[int]]:
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
        cursor.execute(NAMED[vendor].format(table=_TABLE), [connection.ops.adapt_datetimefield_value(since), *values])
        # Sorted out here: asked of the database, « merged into nothing » reads the whole table by its index.
        for number, pk, merged, audience, source, is_older in sorted(cursor.fetchall(), key=lambda row: row[1]):
            key = keys[int(number)]
            other = source != key[0] or is_older
            if merged is None and audience in _SHOWN and other and len(found[key]) < MOST_ALIKE:
                found[key].append(pk)
    return found
