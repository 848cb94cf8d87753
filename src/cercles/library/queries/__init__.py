"""Reads of the room."""

from cercles.library.queries.consistency import contradictions
from cercles.library.queries.listing import (
    DOCUMENTS_A_PAGE,
    Narrowing,
    documents_in,
    facets_of,
    line_of,
    newest_in,
    themes_of,
)
from cercles.library.queries.page import document_seen, version_of, versions_of
from cercles.library.queries.personal import of_person

__all__ = [
    "DOCUMENTS_A_PAGE",
    "Narrowing",
    "contradictions",
    "document_seen",
    "documents_in",
    "facets_of",
    "line_of",
    "newest_in",
    "of_person",
    "themes_of",
    "version_of",
    "versions_of",
]
