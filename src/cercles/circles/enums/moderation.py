"""Words of moderation: why something is reported or taken away, what a measure is, and its life."""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

LATE = timedelta(days=7)  # without an answer, administrators answer too
APPEAL = timedelta(days=183)  # six months (DSA, article 20 § 1)


class Motive(models.TextChoices):
    """Why something is reported, or a measure taken: the rules of the place, or the law."""

    HURTFUL = "hurtful", _("Propos blessants, insulte ou harcèlement")
    CONFIDENCE = "confidence", _("Confidentialité du cercle rompue")
    PRIVACY = "privacy", _("Données personnelles de quelqu’un, sans son accord")
    PROMOTION = "promotion", _("Publicité ou démarchage")
    CHARTER = "charter", _("Contraire à la charte du cercle")
    UNLAWFUL = "unlawful", _("Contraire à la loi")
    OTHER = "other", _("Autre raison")


# Who takes a measure says which rule it rests on: « other » is for who reports, and does not know.
MEASURE_MOTIVES = [choice for choice in Motive.choices if choice[0] != Motive.OTHER]


class ReportState(models.TextChoices):
    """What became of a report; decided once, with every other report of the same thing."""

    OPEN = "open", _("En attente")
    KEPT = "kept", _("Laissé en place")
    REMOVED = "removed", _("Retiré")
    GONE = "gone", _("Parti avant la réponse")  # taken back by its author, or erased with her account


class MeasureKind(models.TextChoices):
    """What is done."""

    REMOVED = "removed", _("Écrit retiré")
    REVIEWED = "reviewed", _("Messages relus avant d’être publiés")
    EXCLUDED = "excluded", _("N’écrit plus dans le cercle")


class MeasureState(models.TextChoices):
    """Contested once, by the person it concerns; looked at again by somebody else than who took it."""

    STANDING = "standing", _("En vigueur")
    APPEALED = "appealed", _("Contestée")
    CONFIRMED = "confirmed", _("Confirmée après contestation")
    LIFTED = "lifted", _("Levée")


MEASURE_MOVES = {
    MeasureState.STANDING: {"appeal": MeasureState.APPEALED, "lift": MeasureState.LIFTED},
    MeasureState.APPEALED: {"confirm": MeasureState.CONFIRMED, "lift": MeasureState.LIFTED},
    MeasureState.CONFIRMED: {"lift": MeasureState.LIFTED},
}


class Writing(models.TextChoices):
    """How a member writes in a circle."""

    FREE = "free", _("Écrit librement")
    REVIEWED = "reviewed", _("Ses messages sont relus avant d’être publiés")
    EXCLUDED = "excluded", _("N’écrit plus")
