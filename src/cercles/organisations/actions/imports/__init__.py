"""Organisations from files: read, matched by identifier, written in short transactions, taken up again after any accident."""

from cercles.organisations.actions.imports.files import store_file
from cercles.organisations.actions.imports.preview import preview_import
from cercles.organisations.actions.imports.runs import (
    JOB,
    Progress,
    open_import,
    resume_import,
    run_import,
    stop_import,
)

__all__ = [
    "JOB",
    "Progress",
    "open_import",
    "preview_import",
    "resume_import",
    "run_import",
    "stop_import",
    "store_file",
]
