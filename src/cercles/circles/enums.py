"""Words of the room ``circles``."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """Stages of a community of practice (Wenger, McDermott, Snyder, 2002), set by people with a dated note."""

    POTENTIAL = "potential", _("En projet")
    COALESCING = "coalescing", _("En constitution")
    MATURING = "maturing", _("En croissance")
    ACTIVE = "active", _("En activité")
    TRANSFORMATION = "transformation", _("En transformation")
    CLOSED = "closed", _("Clos")


class CircleRole(models.TextChoices):
    """What a member is in a circle (domain.md §4.5 keeps the standard list)."""

    FACILITATOR = "facilitator", _("Anime le cercle")
    CO_FACILITATOR = "co_facilitator", _("Co-anime le cercle")
    MEMBER = "member", _("Membre")
    SPONSOR = "sponsor", _("Soutient le cercle")
    PATRON = "patron", _("Parraine le cercle")
    GUEST_EXPERT = "guest_expert", _("Expert ou experte invitée")
    OBSERVER = "observer", _("Observe")


FACILITATING = (CircleRole.FACILITATOR, CircleRole.CO_FACILITATOR)
