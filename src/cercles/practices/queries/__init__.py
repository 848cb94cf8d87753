"""Reads of practice sheets."""

from cercles.practices.queries.ends import reuse_nodes, sheet_nodes
from cercles.practices.queries.listing import lines_of, models, newest_public, sheets_for, told_of, told_sheets
from cercles.practices.queries.page import SHEET, Page, files_of, page_of, removed_sheet, sheet_of
from cercles.practices.queries.texts import (
    Reused,
    around,
    asked_approvals,
    asked_texts,
    citation,
    is_asked,
    labelled,
    representatives_of,
    reused,
    texts_of,
    waiting_approvals,
)

__all__ = [
    "SHEET", "Page", "Reused", "around", "asked_approvals", "asked_texts", "citation", "files_of", "is_asked", "labelled", "lines_of",
    "models", "newest_public", "page_of", "removed_sheet", "representatives_of", "reuse_nodes", "reused", "sheet_nodes", "sheet_of",
    "sheets_for", "texts_of", "told_of", "told_sheets", "waiting_approvals",
]  # fmt: skip
