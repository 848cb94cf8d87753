"""What the box of the directory proposes as one types: pages whose names begin so, from the index, or from the index of names."""

from typing import Any

from cercles.core.text import search_key
from cercles.organisations.queries.answer import suggested
from cercles.organisations.queries.lines import Row, begun_rows, rows_at, worded

MOST = 8
_LEAST = 2  # letters


def proposed(reader: Any, text: str) -> list[Row]:
    if len(search_key(text)) < _LEAST:
        return []
    ids = suggested(reader, text, MOST)
    return begun_rows(reader, worded(text), slice(0, MOST)) if ids is None else rows_at(reader, ids)
