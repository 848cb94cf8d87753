"""Words shared by every room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Visibility(models.TextChoices):
    """How wide an object is shown, from the narrowest to the widest; raising it belongs to its owner alone."""

    PRIVATE = "private", _("Moi seulement")
    ORGANISATION = "organisation", _("Mon organisation")
    MEETING = "meeting", _("Les participants de la rencontre")
    CIRCLE = "circle", _("Les membres du cercle")
    NETWORK = "network", _("Toutes les personnes qui ont un compte")
    PUBLIC = "public", _("Tout le monde")


WIDTH = {value: rank for rank, value in enumerate(Visibility.values)}


def is_wider(new: str, old: str) -> bool:
    """True when ``new`` shows an object to more people than ``old``."""
    return WIDTH[new] > WIDTH[old]
