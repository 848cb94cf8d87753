"""Words of the room ``organisations``."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Source(models.TextChoices):
    """Where an organisation's page came from."""

    MEMBER = "member", _("Ajoutée par une personne")
    SIAE = "siae", _("Structures d’insertion, 2020")
    FILE = "file", _("Fichier importé")
    DEMO = "demo", _("Démonstration")


class ClaimState(models.TextChoices):
    """The life of a request to represent an organisation."""

    ASKED = "asked", _("Demandée")
    CONFIRMED = "confirmed", _("Confirmée")
    DECLINED = "declined", _("Refusée")


CLAIM_MOVES = {ClaimState.ASKED: {"confirm": ClaimState.CONFIRMED, "decline": ClaimState.DECLINED}}


class AffiliationRole(models.TextChoices):
    """What a person is in an organisation. A representative speaks for it: approves a sheet, accepts a charter."""

    REPRESENTATIVE = "representative", _("Représente l’organisation")
    STAFF = "staff", _("Salarié ou salariée")
    VOLUNTEER = "volunteer", _("Bénévole")
    BOARD = "board", _("Membre du conseil")
    OTHER = "other", _("Autre lien")
