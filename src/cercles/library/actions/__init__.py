"""Documents: add one, change what is said of it, a new version, take it off; read what files say."""

from cercles.library.actions.leaving import forget_person
from cercles.library.actions.reading import read_text
from cercles.library.actions.writing import add_document, add_version, edit_document, remove_document

__all__ = ["add_document", "add_version", "edit_document", "forget_person", "read_text", "remove_document"]
