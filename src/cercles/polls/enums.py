"""What a poll can be, and its life as data."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PollKind(models.TextChoices):
    CHOICE = "choice", _("Un choix entre plusieurs réponses")
    DATE = "date", _("Une date parmi plusieurs")
    CONSENT = "consent", _("Un consentement sur une proposition")


class Voters(models.TextChoices):
    """Whose voice counts."""

    PERSON = "person", _("Une voix par membre")
    ORGANISATION = "organisation", _("Une voix par organisation")


class ShownWhen(models.TextChoices):
    """From when the members read the results."""

    ALWAYS = "always", _("Au fil des réponses")
    CLOSED = "closed", _("Seulement à la clôture")


class PollState(models.TextChoices):
    OPEN = "open", _("Ouvert")
    CLOSED = "closed", _("Clos")
    CANCELLED = "cancelled", _("Annulé")


POLL_MOVES = {
    PollState.OPEN: {"close": PollState.CLOSED, "cancel": PollState.CANCELLED},
    PollState.CLOSED: {},
    PollState.CANCELLED: {},
}


FEWEST_BALLOTS = 3  # of a secret poll: one or two have an author


class Answer(models.TextChoices):
    """To a proposal, as sociocracy says it: one does not ask who prefers it, but who sees a risk in it for what the circle is for."""

    CONSENT = "consent", _("Je consens : je n’y vois pas de risque pour le cercle")
    CONCERN = "concern", _("Je consens avec une réserve, que je dis")
    OBJECTION = "objection", _("J’objecte : j’y vois un risque pour le cercle, que je dis")


class ObjectionState(models.TextChoices):
    RAISED = "raised", _("À traiter")
    INTEGRATED = "integrated", _("Intégrée : la proposition a changé")
    SET_ASIDE = "set_aside", _("Non retenue, avec une raison")
    WITHDRAWN = "withdrawn", _("Levée par qui l’avait dite")


OBJECTION_MOVES = {
    ObjectionState.RAISED: {
        "integrate": ObjectionState.INTEGRATED, "set_aside": ObjectionState.SET_ASIDE, "withdraw": ObjectionState.WITHDRAWN,
    },
    ObjectionState.INTEGRATED: {},
    ObjectionState.SET_ASIDE: {},
    ObjectionState.WITHDRAWN: {},
}  # fmt: skip
