"""The sentence where the words are: cut from what the database says now, never from what the index kept."""

from typing import NamedTuple

import tantivy

from cercles.search.queries.folder import Opened, unbroken

_LENGTH = 200


class Part(NamedTuple):
    """A piece of an excerpt; ``marked`` when it is one of the words asked."""

    text: str
    marked: bool = False


class Excerpts:
    """Made once for a query, then asked for each result."""

    def __init__(self, index: Opened, words: tantivy.Query | None):
        self._make = None
        if words is not None:
            create = tantivy.SnippetGenerator.create
            self._make = unbroken(lambda: create(index.searcher, words, index.schema, "words"))
            self._make.set_max_num_chars(_LENGTH)

    def of(self, text: str) -> list[Part]:
        """Around the words; the beginning of the text when they are elsewhere, in the title for instance."""
        text = " ".join(text.split())
        if self._make is not None and text:
            document = tantivy.Document()
            document.add_text("words", text)
            snippet = unbroken(lambda: self._make.snippet_from_doc(document))  # type: ignore[union-attr]
            if snippet.highlighted():
                return _parts(snippet.fragment().encode(), [(mark.start, mark.end) for mark in snippet.highlighted()])
        cut = text if len(text) <= _LENGTH else text[:_LENGTH].rpartition(" ")[0] + "…"
        return [Part(cut)] if cut else []


def _parts(fragment: bytes, marks: list[tuple[int, int]]) -> list[Part]:
    """The engine counts in bytes."""
    parts, at = [], 0
    for start, end in sorted(marks):
        parts += [Part(fragment[at:start].decode()), Part(fragment[start:end].decode(), True)]
        at = end
    return [part for part in (*parts, Part(fragment[at:].decode())) if part.text]
