"""Words of the room ``people``."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cercles.core.enums import Visibility

# The month of the texts that are agreed to at will. Terms of use are accepted version by version: ``LegalAcceptance``.
CONSENT_VERSION = "2026-11"


class AccountState(models.TextChoices):
    """``pending``: somebody typed this address and has not shown it is theirs, forgotten after two days; ``invited``: known by
    address, never came; ``arrived``: named by a circle brought from elsewhere, nobody writes to her; ``active``; ``erased``: its
    shared texts stay, its name does not."""

    PENDING = "pending", _("Adresse à confirmer")
    INVITED = "invited", _("Invitée, pas encore venue")
    ARRIVED = "arrived", _("Nommée par un cercle venu d’ailleurs")
    ACTIVE = "active", _("Active")
    ERASED = "erased", _("Effacée")


class Consent(models.TextChoices):
    """What a person agrees to or takes back at will, each logged with its date and version."""

    DIRECTORY = "directory", _("Paraître dans l’annuaire")
    PHOTO = "photo", _("Utilisation de mon image")


# Who may see a person's page; nothing about a person is public.
PAGE_VISIBILITIES = (Visibility.PRIVATE, Visibility.CIRCLE, Visibility.NETWORK)


class LegalPage(models.TextChoices):
    """The pages the law asks for; each value is its address. Only terms of use ask whether one accepts them."""

    NOTICE = "mentions-legales", _("Mentions légales")
    PRIVACY = "donnees-personnelles", _("Politique de confidentialité")
    TERMS = "conditions", _("Conditions d’utilisation")
    ACCESSIBILITY = "accessibilite", _("Accessibilité")

    @property
    def url_name(self) -> str:
        return f"people:{self.name.lower()}"
