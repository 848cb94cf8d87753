"""Words of the room ``organisations``."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cercles.core.enums import Visibility

# An organisation's page is for everybody, for every account, or for its own people: no other width makes sense.
ORGANISATION_VISIBILITIES = (Visibility.PUBLIC, Visibility.NETWORK, Visibility.ORGANISATION)
MOST_GOALS = 3
# ``represents:12`` is held by those who speak for organisation 12: what names it, and waits for its agreement, is for them.
REPRESENTS = "represents"


class Source(models.TextChoices):
    """Where an organisation's page came from."""

    MEMBER = "member", _("Ajoutée par une personne")
    SIAE = "siae", _("Structures d’insertion, 2020")
    RNA = "rna", _("Registre national des associations")
    SIRENE = "sirene", _("Sirene (Insee)")
    FILE = "file", _("Fichier importé")
    DEMO = "demo", _("Démonstration")


class OrganisationState(models.TextChoices):
    """What has become of an organisation. Those that ended keep their page, which says so."""

    ACTIVE = "active", _("En activité")
    CEASED = "ceased", _("Activité cessée")  # a company, in Sirene
    DISSOLVED = "dissolved", _("Dissoute")  # an association, in the RNA
    REMOVED = "removed", _("Retirée du registre")  # entered by mistake, or twice


# The bands in which Sirene counts employees.
WORKFORCES = {
    "NN": _("Sans salarié"), "00": _("Sans salarié au 31 décembre"), "01": _("1 ou 2 salariés"), "02": _("3 à 5 salariés"),
    "03": _("6 à 9 salariés"), "11": _("10 à 19 salariés"), "12": _("20 à 49 salariés"), "21": _("50 à 99 salariés"),
    "22": _("100 à 199 salariés"), "31": _("200 à 249 salariés"), "32": _("250 à 499 salariés"),
    "41": _("500 à 999 salariés"), "42": _("1 000 à 1 999 salariés"), "51": _("2 000 à 4 999 salariés"),
    "52": _("5 000 à 9 999 salariés"), "53": _("10 000 salariés et plus"),
}  # fmt: skip


NOT_FILES = (Source.MEMBER, Source.DEMO)
WHOLE_UNITS = (Source.SIRENE, Source.RNA)  # registers whose rows are legal units, not establishments


class Hand(models.TextChoices):
    """As what somebody wrote on an organisation's page."""

    REPRESENTATIVE = "representative", _("une personne qui représente l’organisation")
    AUTHOR = "author", _("la personne qui a ajouté la page")
    ADMINISTRATOR = "administrator", _("l’administration du site")


# What registers call an organisation inside its category; a word that is not here is shown as written.
KINDS = {
    "ACI": _("Atelier et chantier d’insertion (ACI)"),
    "AI": _("Association intermédiaire (AI)"),
    "EA": _("Entreprise adaptée (EA)"),
    "EI": _("Entreprise d’insertion (EI)"),
    "EITI": _("Entreprise d’insertion par le travail indépendant (EITI)"),
    "ETTI": _("Entreprise de travail temporaire d’insertion (ETTI)"),
    "GEIQ": _("Groupement d’employeurs pour l’insertion et la qualification (GEIQ)"),
}


class Fact(models.TextChoices):
    """Why two pages may be one organisation, the strongest first. A fact is named, never weighed."""

    PERSON = "person", _("signalé par une personne")
    SIREN = "siren", _("même SIREN, même commune")
    TOGETHER = "together", _("un fichier leur donne les mêmes identifiants")
    NAME = "name", _("même nom, même commune")
    NEAR = "near", _("noms voisins, même code postal")
    DOMAIN = "domain", _("même site internet")
    ADDRESS = "address", _("même adresse")


class PairState(models.TextChoices):
    """What became of a pair of pages that look alike."""

    PROPOSED = "proposed", _("À examiner")
    LATER = "later", _("Remise à plus tard")
    MERGED = "merged", _("Réunies")
    TWO = "two", _("Deux organisations")


OPEN_PAIRS = (PairState.PROPOSED, PairState.LATER)
PAIRS_WITH_A_REASON = (PairState.MERGED, PairState.TWO)


class ReportState(models.TextChoices):
    """The life of an error that somebody points out."""

    ASKED = "asked", _("Attend une réponse")
    ACCEPTED = "accepted", _("Corrigée")
    DECLINED = "declined", _("Gardée telle quelle")


class Reportable(models.TextChoices):
    """What one may say is wrong: columns, and two that somebody mends by hand."""

    NAME = "name", _("le nom")
    LEGAL_NAME = "legal_name", _("la dénomination")
    SHORT_NAME = "short_name", _("le sigle ou le nom court")
    PURPOSE = "purpose", _("ce que fait l’organisation")
    WEBSITE = "website", _("le site internet")
    ADDRESS = "address", _("l’adresse")
    POST_CODE = "post_code", _("le code postal")
    SEAT = "seat", _("la commune")
    SIRET = "siret", _("le SIRET")
    SIREN = "siren", _("le SIREN")
    RNA = "rna", _("le numéro RNA")
    ACTIVITY_CODE = "activity_code", _("le code NAF")
    ENDED = "ended", _("elle n’existe plus")
    OTHER = "other", _("autre chose")


BY_HAND = (Reportable.SEAT, Reportable.ENDED, Reportable.OTHER)


class ClaimState(models.TextChoices):
    """The life of a request to represent an organisation."""

    ASKED = "asked", _("Demandée")
    CONFIRMED = "confirmed", _("Confirmée")
    DECLINED = "declined", _("Refusée")
    CONTESTED = "contested", _("Contestée")
    WITHDRAWN = "withdrawn", _("Retirée")


# A contested request waits for an administrator again; what was refused or withdrawn is asked anew.
CLAIM_MOVES = {
    ClaimState.ASKED: {
        "confirm": ClaimState.CONFIRMED,
        "decline": ClaimState.DECLINED,
        "contest": ClaimState.CONTESTED,
        "withdraw": ClaimState.WITHDRAWN,
    },
    ClaimState.CONTESTED: {
        "confirm": ClaimState.CONFIRMED,
        "decline": ClaimState.DECLINED,
        "withdraw": ClaimState.WITHDRAWN,
    },
    ClaimState.CONFIRMED: {"contest": ClaimState.CONTESTED},
}
OPEN_CLAIMS = (ClaimState.ASKED, ClaimState.CONTESTED)
CLAIMS_WITH_A_REASON = (ClaimState.DECLINED, ClaimState.CONTESTED)


class AffiliationRole(models.TextChoices):
    """What a person is in an organisation. A representative speaks for it: approves a sheet, accepts a charter."""

    REPRESENTATIVE = "representative", _("Représente l’organisation")
    STAFF = "staff", _("Salarié ou salariée")
    VOLUNTEER = "volunteer", _("Bénévole")
    BOARD = "board", _("Membre du conseil")
    OTHER = "other", _("Autre lien")


class Layout(models.TextChoices):
    """The files that can be imported. ``cercles`` is exactly what the export writes."""

    CERCLES = "cercles", _("Export de Cercles")
    SIAE = "siae", _("Structures d’insertion (SIAE)")
    RNA = "rna", _("Registre national des associations (RNA)")
    SIRENE = "sirene", _("Sirene : unités légales et leur siège")


# Files of millions of rows: unpacked and joined first, then read like the others.
NATIONAL = (Layout.RNA, Layout.SIRENE)


class DoubtKind(models.TextChoices):
    """Why a row and a page may be one organisation."""

    NAME = "name", _("Même nom, même commune")
    SIREN = "siren", _("Même SIREN, autre établissement")
    CONFLICT = "conflict", _("Un identifiant en commun, un autre qui diffère")


class DoubtState(models.TextChoices):
    """``later`` waits too, after the others."""

    OPEN = "open", _("À décider")
    LATER = "later", _("Plus tard")
    SAME = "same", _("La même organisation")
    ANOTHER = "another", _("Une autre organisation")


WAITING_DOUBTS = (DoubtState.OPEN, DoubtState.LATER)
# What may be answered to a whole list, and what it does.
ANSWERS = {
    DoubtState.SAME: (
        _("Oui pour tous, la même"),
        _("Chaque ligne complète sa page, sans toucher à ce qu’une personne y a écrit."),
    ),
    DoubtState.ANOTHER: (_("Non pour tous, une autre"), _("Chaque ligne devient une page à part.")),
}


class ImportState(models.TextChoices):
    """The life of an import. ``failed`` and ``stopped`` carry their reason; both can be taken up again where they stand."""

    WAITING = "waiting", _("En attente")
    RUNNING = "running", _("En cours")
    DONE = "done", _("Terminé")
    FAILED = "failed", _("Interrompu")
    STOPPED = "stopped", _("Arrêté")


IMPORT_MOVES = {
    ImportState.WAITING: {
        "start": ImportState.RUNNING,
        "stop": ImportState.STOPPED,
        "fail": ImportState.FAILED,
        "resume": ImportState.WAITING,  # asked again when nothing took it
    },
    ImportState.RUNNING: {
        "start": ImportState.RUNNING,  # taken up by another worker after a kill
        "resume": ImportState.WAITING,  # taken from a process that gives no sign any more
        "finish": ImportState.DONE,
        "stop": ImportState.STOPPED,
        "fail": ImportState.FAILED,
    },
    ImportState.FAILED: {
        "resume": ImportState.WAITING,
        "stop": ImportState.STOPPED,  # given up: nobody is asked any more
    },
    ImportState.STOPPED: {"resume": ImportState.WAITING},
}
IMPORTS_WITH_A_REASON = (ImportState.FAILED, ImportState.STOPPED)
