"""What this room does with people's data, for the register of processing."""

from django.utils.translation import gettext_lazy as _

from cercles.core.retention import READ_BY_OTHERS, Ground, Processing, because

PROCESSINGS = [
    Processing(
        "practices.sheets",
        _("Fiches pratiques"),
        _("Partager une pratique avec l’accord des organisations nommées, et compter ses reprises."),
        Ground.CONTRACT,
        _("Qui écrit, accorde ou reprend une fiche"),
        _("Nom de qui a écrit, accordé, ou dit une reprise"),
        _("Ceux que la fiche désigne"),
        (
            "practices.PracticeSheet",
            "practices.Approval",
            "practices.Reuse",
        ),
        _("Tant que le compte existe ; sans le nom de la personne après son effacement."),
        rules=("practices.drafts",),
        reasons=because(READ_BY_OTHERS, "practices.Approval", "practices.Reuse"),
    ),
]


def processings() -> list[Processing]:
    return PROCESSINGS
