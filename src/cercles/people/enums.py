"""Words of the room ``people``."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AccountState(models.TextChoices):
    """``invited``: known by address, never came; ``active``; ``erased``: its texts stay, its name does not."""

    INVITED = "invited", _("Invitée")
    ACTIVE = "active", _("Active")
    ERASED = "erased", _("Effacée")


class Consent(models.TextChoices):
    """What a person agrees to, each logged with its date and version."""

    TERMS = "terms", _("Conditions d’utilisation")
    DIRECTORY = "directory", _("Paraître dans l’annuaire des membres")
    PHOTO = "photo", _("Utilisation de mon image")
