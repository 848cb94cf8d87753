"""The directory: how many, one page, and what may be chosen next."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cercles.organisations.models import Organisation
from cercles.organisations.queries.answer import LAST_PAGE, PAGE_SIZE, Answer, answer
from cercles.organisations.queries.filters import Filters
from cercles.organisations.queries.lines import Lines, Row, begun_rows, rows_at
from cercles.organisations.queries.names import with_other_names
from cercles.organisations.queries.values import Value

# Past so many organisations the database alone is asked for what an index of its own serves, and for nothing else.
SMALL = 20_000
_SERVED = {"near"}  # the filters that need no search index


@dataclass(frozen=True)
class Found:
    """A page of the directory. Counts tell only what the reader may see.

    ``total`` is at least so many when ``more``. ``close``: nothing holds the words as typed, this is what comes near. ``behind``:
    changes the index has still to read; None when there is no index. ``refused``: what was chosen waits for the index.
    """

    total: int
    items: list[Row]
    facets: Mapping[str, list[Value]] = field(default_factory=dict)
    close: bool = False
    behind: int | None = 0
    more: bool = False
    refused: bool = False

    @property
    def reached(self) -> int:
        """How many one may page through."""
        return min(self.total, LAST_PAGE * PAGE_SIZE)


def find_organisations(reader: Any, text: str, filters: Filters, page: int, order: str = "") -> Found:
    """Organisations the reader may see, by words and filters: from the search index, or while there is none from the database, by
    names. The number of queries does not depend on what is found."""
    page = min(page, LAST_PAGE)
    found: Answer | None = answer(reader, text, filters, page, order)
    if found is None:
        return _from_database(reader, text, filters, page)
    rows = with_other_names(rows_at(reader, found.ids), text)
    return Found(found.total, rows, found.facets, close=found.close, behind=found.behind)


def is_small() -> bool:
    """Whether the database may walk the whole table while one waits."""
    return Organisation.objects.order_by()[: SMALL + 1].count() <= SMALL


def _from_database(reader: Any, text: str, filters: Filters, page: int) -> Found:
    """Without the counts of the filters: each would walk the table."""
    first = (page - 1) * PAGE_SIZE
    if is_small():
        lines = Lines(reader, **filters.asked(text))
        return Found(lines.count(), lines[first : first + PAGE_SIZE], behind=None)
    if {*filters.chosen} - _SERVED:
        return Found(0, [], behind=None, refused=True)
    rows = begun_rows(reader, filters.asked(text), slice(first, first + PAGE_SIZE + 1))
    return Found(first + len(rows), rows[:PAGE_SIZE], behind=None, more=len(rows) > PAGE_SIZE)
