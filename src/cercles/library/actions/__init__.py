"""Documents: add one, change what is said of it, a new version, take it off; read what files say."""

from cercles.library.actions.attached import note_attached, read_attached
from cercles.library.actions.folders import bring_folder, confirm_folder, stop_folder, take_folder
from cercles.library.actions.leaving import forget_person
from cercles.library.actions.reading import read_again, read_text, reread
from cercles.library.actions.writing import (
    add_document,
    add_version,
    confirm_document,
    edit_document,
    narrow_with_circle,
    remove_document,
)

__all__ = [
    "add_document",
    "add_version",
    "bring_folder",
    "confirm_document",
    "confirm_folder",
    "edit_document",
    "forget_person",
    "narrow_with_circle",
    "note_attached",
    "read_again",
    "read_attached",
    "read_text",
    "remove_document",
    "reread",
    "stop_folder",
    "take_folder",
]
