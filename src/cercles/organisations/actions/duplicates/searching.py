"""The whole directory read once for pages that look alike. Memory is constant, and no transaction is long.

Killed at any moment and called again, the search begins again and ends with the same pairs.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import transaction

from cercles.core import clock
from cercles.journal.actions import enqueue, record
from cercles.organisations.actions.duplicates.traces import Traces
from cercles.organisations.enums import OPEN_PAIRS, Fact
from cercles.organisations.models import DuplicatePair, DuplicateSearch, Organisation
from cercles.organisations.rules.likeness import Traits, agree, keys_of

JOB = "organisations.duplicates"
_READ, _WRITTEN = 2000, 200


@transaction.atomic
def ask_for_search(*, by: Any) -> DuplicateSearch:
    """The worker looks for them. One search at a time: asking again is asking once."""
    going = DuplicateSearch.objects.select_for_update().filter(ended_at=None).first()
    if going is not None:
        return going
    search = DuplicateSearch.objects.create(by=by)
    record("organisations.duplicates_asked", search, by=by)
    enqueue(JOB, key=f"{JOB}:{search.pk}", search_id=search.pk)
    return search


def run_search(search_id: int | None = None) -> DuplicateSearch:
    """Read, group, propose. Without an id it is the weekly one, which goes on with what a killed one began."""
    search = _taken(search_id)
    if search.ended_at:
        return search
    search.read = search.proposed = search.too_many = 0
    with Traces() as traces:
        for pages in _pages():
            traces.add((fact, key, page.pk) for page in pages for fact, key in keys_of(page))
            search.read += len(pages)
            DuplicateSearch.objects.filter(pk=search.pk).update(read=search.read)
        search.too_many = traces.pair_up()
        found = traces.pairs()
        while pairs := list(islice(found, _WRITTEN)):
            search.proposed += _propose(search, pairs)
    _forget_the_others(search)
    search.ended_at = clock.now()
    search.save()
    return search


def _taken(search_id: int | None) -> DuplicateSearch:
    if search_id is not None:
        return DuplicateSearch.objects.get(pk=search_id)
    return DuplicateSearch.objects.filter(ended_at=None).first() or DuplicateSearch.objects.create()


def _pages() -> Iterator[list[Traits]]:
    """All but the aliases, some at a time."""
    rows, last = Organisation.objects.canonical().order_by("pk").values_list(*_COLUMNS), 0
    while pages := [Traits._make(row) for row in rows.filter(pk__gt=last)[:_READ]]:
        yield pages
        last = pages[-1].pk


_COLUMNS = ("pk", "name", "legal_name", "siren", "rna", "seat_id", "post_code", "website", "address")


def _propose(search: DuplicateSearch, found: Sequence[tuple[int, int, list[Fact]]]) -> int:
    """Write those that hold; how many. What was settled before is left as it is."""
    ids = {pk for first, second, _facts in found for pk in (first, second)}
    pages = {row[0]: Traits._make(row) for row in Organisation.objects.filter(pk__in=ids).values_list(*_COLUMNS)}
    held = {
        (first, second): facts
        for first, second, shared in found
        if first in pages and second in pages and (facts := agree(pages[first], pages[second], shared))
    }
    return _write(search, held) if held else 0


@transaction.atomic
def _write(search: DuplicateSearch, held: dict[tuple[int, int], list[Fact]]) -> int:
    known = DuplicatePair.objects.select_for_update().filter(first__in={first for first, _second in held})
    there = {(row.first_id, row.second_id): row for row in known}
    for pair, facts in held.items():
        row = there.get(pair)
        if row is not None and row.is_open:
            by_people = [fact for fact in row.facts if fact == Fact.PERSON]
            row.facts, row.main, row.found_by = [*by_people, *map(str, facts)], (by_people or facts)[0], search
    open_rows = [there[pair] for pair in held if pair in there and there[pair].is_open]
    DuplicatePair.objects.bulk_update(open_rows, ["facts", "main", "found_by"])
    new = [
        DuplicatePair(first_id=first, second_id=second, facts=[*map(str, facts)], main=facts[0], found_by=search)
        for (first, second), facts in held.items()
        if (first, second) not in there
    ]
    DuplicatePair.objects.bulk_create(new, ignore_conflicts=True)
    return len(open_rows) + len(new)


def _forget_the_others(search: DuplicateSearch) -> None:
    """What a former search proposed and nothing shows any more: somebody mended the pages meanwhile."""
    stale = DuplicatePair.objects.open().filter(found_by__lt=search.pk).exclude(main=Fact.PERSON).order_by("pk")
    while ids := list(stale.values_list("pk", flat=True)[:_READ]):
        DuplicatePair.objects.filter(pk__in=ids, state__in=OPEN_PAIRS).delete()
