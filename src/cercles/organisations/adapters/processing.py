"""What this room does with people's data, for the register of processing."""

from django.utils.translation import gettext_lazy as _

from cercles.core.retention import READ_BY_OTHERS, Ground, Processing, because

PROCESSINGS = [
    Processing(
        "organisations.people",
        _("Appartenance aux organisations"),
        _("Dire pour quelle organisation une personne agit et qui la représente."),
        Ground.CONTRACT,
        _("Personnes inscrites"),
        _("Organisation, rôle, dates, raison d’un refus"),
        _("Qui voit la page de la personne ou de l’organisation ; l’administration, pour les demandes"),
        (
            "organisations.Affiliation",
            "organisations.Claim",
        ),
        _("Tant que le compte existe ; sans le nom de la personne après son effacement."),
        rules=("organisations.claims",),
        reasons=because(READ_BY_OTHERS, "organisations.Affiliation"),
    ),
    Processing(
        "organisations.directory",
        _("Tenue de l’annuaire"),
        _("Tenir à jour les pages des organisations : imports, doublons, erreurs signalées."),
        Ground.INTEREST,
        _("Qui importe, décide ou signale"),
        _("Nom de qui a décidé ; adresse laissée pour avoir la réponse"),
        _("L’administration ; qui représente l’organisation, sans le nom de qui signale"),
        (
            "organisations.Organisation",
            "organisations.Report",
            "organisations.ImportRun",
            "organisations.ImportDoubt",
            "organisations.DuplicatePair",
            "organisations.DuplicateSearch",
        ),
        _("Une adresse laissée, jusqu’à la réponse ; le reste, tant que le compte existe."),
        rules=(
            "organisations.reports",
            "organisations.refusals",
        ),
        reasons=because(
            READ_BY_OTHERS,
            "organisations.Organisation",
            "organisations.ImportRun",
            "organisations.ImportDoubt",
            "organisations.DuplicatePair",
            "organisations.DuplicateSearch",
        ),
    ),
]


def processings() -> list[Processing]:
    return PROCESSINGS
