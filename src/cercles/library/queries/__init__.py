"""Reads of the room."""

from cercles.library.queries.attached import AttachedKind, AttachedTexts, Carried, attached_kinds, format_of_kind
from cercles.library.queries.consistency import contradictions
from cercles.library.queries.due import due_of, is_stale
from cercles.library.queries.folders import counts_of, folder_seen, folders_in, left_aside
from cercles.library.queries.listing import DOCUMENTS_A_PAGE, Library, Narrowing, newest_in, themes_of
from cercles.library.queries.page import DOCUMENT, document_seen, removed_document, version_of, versions_of
from cercles.library.queries.personal import of_person

__all__ = [
    "DOCUMENT",
    "DOCUMENTS_A_PAGE",
    "AttachedKind",
    "AttachedTexts",
    "Carried",
    "Library",
    "Narrowing",
    "attached_kinds",
    "contradictions",
    "counts_of",
    "document_seen",
    "due_of",
    "folder_seen",
    "folders_in",
    "format_of_kind",
    "is_stale",
    "left_aside",
    "newest_in",
    "of_person",
    "removed_document",
    "themes_of",
    "version_of",
    "versions_of",
]
