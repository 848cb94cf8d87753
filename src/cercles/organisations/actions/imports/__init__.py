"""Organisations from files: read, matched by identifier, written in short transactions, taken up again after any accident."""

from cercles.organisations.actions.imports.answers import JOB as ANSWERS_JOB
from cercles.organisations.actions.imports.answers import (
    answer_together,
    take_back_answers,
    write_answers,
)
from cercles.organisations.actions.imports.doubts import decide_doubt, draft_of
from cercles.organisations.actions.imports.files import store_files
from cercles.organisations.actions.imports.placing import place
from cercles.organisations.actions.imports.preview import preview_import
from cercles.organisations.actions.imports.running import Progress, run_import
from cercles.organisations.actions.imports.runs import JOB, open_import, resume_import, stop_import

__all__ = [
    "ANSWERS_JOB",
    "JOB",
    "Progress",
    "answer_together",
    "decide_doubt",
    "draft_of",
    "open_import",
    "place",
    "preview_import",
    "resume_import",
    "run_import",
    "stop_import",
    "store_files",
    "take_back_answers",
    "write_answers",
]
