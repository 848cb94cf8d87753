"""Forms of practice sheets."""

from cercles.practices.forms.answers import ApprovalForm, FileForm, ReasonForm, ReuseForm, SubmitForm
from cercles.practices.forms.sheets import SheetForm, initial_from, initial_of, initial_of_reuse

__all__ = [
    "ApprovalForm", "FileForm", "ReasonForm", "ReuseForm", "SheetForm", "SubmitForm", "initial_from", "initial_of",
    "initial_of_reuse",
]  # fmt: skip
