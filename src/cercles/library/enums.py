"""Words of the library."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Format(models.TextChoices):
    """What a document is, by what its file is."""

    PDF = "pdf", _("PDF")
    TEXT = "text", _("Texte")
    TABLE = "table", _("Tableau")
    SLIDES = "slides", _("Présentation")
    IMAGE = "image", _("Image")


class TextState(models.TextChoices):
    """Whether the search reads what a file says."""

    WAITING = "waiting", _("Le texte est en cours de lecture : la recherche le trouvera bientôt")
    READ = "read", _("La recherche lit le texte de ce fichier")
    EMPTY = "empty", _("Ce fichier ne contient pas de texte : la recherche le trouve par son titre")
    LATE = "late", _("Le texte n’a pas pu être lu à temps : un nouvel essai suivra de lui-même, dans la journée")
    LONG = "long", _("Le texte n’a pas pu être lu à temps, malgré plusieurs essais")
    BROKEN = "broken", _("Le texte de ce fichier ne se lit pas")


UNREAD = (TextState.WAITING, TextState.LATE)  # to be read, now or later
REREAD = (TextState.LATE, TextState.LONG, TextState.BROKEN)  # somebody may ask for it at once


class FolderState(models.TextChoices):
    """An old folder being brought in."""

    PROPOSED = "proposed", _("À confirmer")
    RUNNING = "running", _("En cours")
    DONE = "done", _("Terminé")
    STOPPED = "stopped", _("Arrêté")


class Taken(models.TextChoices):
    """What became of a file of the folder."""

    ADDED = "added", _("Ajouté")
    RENEWED = "renewed", _("Nouvelle version d’un document")
    KNOWN = "known", _("Déjà dans la bibliothèque")
    REFUSED = "refused", _("Refusé")


FORMATS = {
    ".pdf": Format.PDF, ".docx": Format.TEXT, ".odt": Format.TEXT, ".txt": Format.TEXT, ".csv": Format.TABLE, ".xlsx": Format.TABLE,
    ".ods": Format.TABLE, ".pptx": Format.SLIDES, ".odp": Format.SLIDES, ".png": Format.IMAGE, ".jpg": Format.IMAGE,
    ".jpeg": Format.IMAGE,
}  # fmt: skip
