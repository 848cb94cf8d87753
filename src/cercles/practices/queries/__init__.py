"""Reads of practice sheets."""

from cercles.practices.queries.ends import reuse_nodes, sheet_nodes
from cercles.practices.queries.listing import lines_of, models, newest_public, sheets_for, told_sheets
from cercles.practices.queries.page import Page, page_of, sheet_of
from cercles.practices.queries.texts import (
    Reused,
    asked_approvals,
    citation,
    representatives_of,
    reused,
    texts_of,
    waiting_approvals,
)

__all__ = [
    "Page", "Reused", "asked_approvals", "citation", "lines_of", "models", "newest_public", "page_of", "representatives_of",
    "reuse_nodes", "reused", "sheet_nodes", "sheet_of", "sheets_for", "texts_of", "told_sheets", "waiting_approvals",
]  # fmt: skip
