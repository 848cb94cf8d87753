"""For a room's own list: its objects some of whose names' words begin as one typed, counted by the index."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from cercles.search.queries.asking import Asked, Asker
from cercles.search.queries.engine import Engine
from cercles.search.queries.folder import IndexBroken, ask_for_rebuild, opened
from cercles.search.queries.log import waits
from cercles.search.queries.sources import all_sources

SORTED_HERE = 1000  # up to so many, the database is given the ids; more are met soon enough as it walks its own order


@dataclass(frozen=True)
class Begun:
    """How many the reader may see, and which when they are few."""

    total: int
    ids: list[int] | None


def begun(reader: Any, model: type[Model], text: str, filters: Mapping[str, str]) -> Begun | None:
    """None when the database must answer: no index, or one that has still to read a change of this kind."""
    kind, index = model._meta.label_lower, opened()
    if index is None or waits(index.position, kind):
        return None
    source = next(source for source in all_sources() if source.kind == kind)
    asker = Asker(index, reader, [source])
    query = asker.query(Asked(kind=source.key, filters=filters), words=asker.wording.begins(text))
    try:
        total, ids = Engine(index).found(query, SORTED_HERE)
    except IndexBroken:
        ask_for_rebuild("a reader could not read it")
        return None
    return Begun(total, ids if total <= SORTED_HERE else None)
