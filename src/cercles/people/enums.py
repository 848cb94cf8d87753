"""Words of the room ``people``."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cercles.core.enums import Visibility

# The version of the text at ``/conditions/``. A change of the text changes it, and everybody is asked again at the next sign-in.
TERMS_VERSION = "2026-11"


class AccountState(models.TextChoices):
    """``pending``: somebody typed this address and has not shown it is theirs, forgotten after two days; ``invited``: known by
    address, never came; ``active``; ``erased``: its shared texts stay, its name does not."""

    PENDING = "pending", _("Adresse à confirmer")
    INVITED = "invited", _("Invitée, pas encore venue")
    ACTIVE = "active", _("Active")
    ERASED = "erased", _("Effacée")


class Consent(models.TextChoices):
    """What a person agrees to, each logged with its date and version."""

    TERMS = "terms", _("Conditions d’utilisation")
    DIRECTORY = "directory", _("Paraître dans l’annuaire")
    PHOTO = "photo", _("Utilisation de mon image")


# What a person gives or takes back at will. Taking back the terms is closing the account, which is another act.
FREE_CONSENTS = (Consent.DIRECTORY, Consent.PHOTO)

# Who may see a person's page; nothing about a person is public.
PAGE_VISIBILITIES = (Visibility.PRIVATE, Visibility.CIRCLE, Visibility.NETWORK)
