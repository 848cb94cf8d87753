"""What this room does with people's data, for the register of processing."""

from django.utils.translation import gettext_lazy as _

from cercles.core.retention import READ_BY_OTHERS, Ground, Processing, because

PROCESSINGS = [
    Processing(
        "library.documents",
        _("Bibliothèque d’un cercle"),
        _("Partager des documents et leurs versions."),
        Ground.CONTRACT,
        _("Membres du cercle"),
        _("Nom de qui ajoute, documents, texte des fichiers joints aux échanges et aux fiches"),
        _("Ceux que le document désigne ; le nom de qui l’a ajouté, aux membres du cercle"),
        (
            "library.CircleDocument",
            "library.DocumentVersion",
            "library.FolderImport",
            "library.AttachedText",
        ),
        _("Tant que le compte existe ; sans le nom de la personne après son effacement."),
        rules=(
            "library.sent",
            "library.taken",
        ),
        reasons=because(READ_BY_OTHERS, "library.CircleDocument", "library.DocumentVersion"),
    ),
]


def processings() -> list[Processing]:
    return PROCESSINGS
