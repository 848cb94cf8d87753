"""For a room's own list: the objects of one kind that say what is asked, within the object they lie in."""

from typing import Any

from django.db.models import Model

from cercles.search.queries.asking import Asked, Asker
from cercles.search.queries.engine import Engine
from cercles.search.queries.folder import IndexBroken, ask_for_rebuild, opened
from cercles.search.queries.sources import all_sources


def said_within(reader: Any, model: type[Model], text: str, *, inside: str, most: int) -> list[int] | None:
    """The ids of ``most`` of them that the reader may see, whatever their order. None without an index.

    What was written in the last moments may be missing: a list that must have it asks the database beside.
    """
    index = opened()
    if index is None:
        return None
    source = next(source for source in all_sources() if source.kind == model._meta.label_lower)
    asker = Asker(index, reader, [source])
    words = asker.wording.words(text, ranked=False)
    query = asker.query(Asked(kind=source.key), words=words, inside=inside)
    try:
        return Engine(index).ids(query, most)
    except IndexBroken:
        ask_for_rebuild("a reader could not read it")
        return None
