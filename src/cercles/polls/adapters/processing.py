"""What this room does with people's data, for the register of processing."""

from django.utils.translation import gettext_lazy as _

from cercles.core.retention import READ_BY_OTHERS, Ground, Processing, because

PROCESSINGS = [
    Processing(
        "polls.polls",
        _("Sondages"),
        _("Recueillir les voix et les objections d’un cercle."),
        Ground.CONTRACT,
        _("Membres du cercle"),
        _("Voix et objections ; un bulletin secret n’est lié à personne"),
        _("Les membres du cercle"),
        (
            "polls.Poll",
            "polls.Ballot",
            "polls.Objection",
        ),
        _("Tant que le compte existe ; sans le nom de la personne après son effacement."),
        rules=(
            "polls.ballots",
            "polls.objections",
        ),
        reasons=because(READ_BY_OTHERS, "polls.Poll"),
    ),
]


def processings() -> list[Processing]:
    return PROCESSINGS
