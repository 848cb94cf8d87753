"""Words of the room ``circles``, and the lives of what it holds, as tables."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cercles.circles.enums.moderation import (  # noqa: F401
    APPEAL,
    LATE,
    MEASURE_MOTIVES,
    MEASURE_MOVES,
    MeasureKind,
    MeasureState,
    Motive,
    ReportState,
    Writing,
)


class Stage(models.TextChoices):
    """Stages of a community of practice (Wenger, McDermott, Snyder, 2002), set by people with a dated note."""

    POTENTIAL = "potential", _("En projet")
    COALESCING = "coalescing", _("En constitution")
    MATURING = "maturing", _("En croissance")
    ACTIVE = "active", _("En activité")
    TRANSFORMATION = "transformation", _("En transformation")
    CLOSED = "closed", _("Clos")


OPEN_STAGES = tuple(stage for stage in Stage if stage != Stage.CLOSED)
# People move a circle freely between its open stages; closing is an act of its own, and so is opening again.
STAGE_MOVES = {
    **{stage: {"set": OPEN_STAGES, "close": (Stage.CLOSED,)} for stage in OPEN_STAGES},
    Stage.CLOSED: {"reopen": OPEN_STAGES},
}


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
# Facilitation itself changes hands by a proposal that the other accepts.
GIVEN_ROLES = tuple(role for role in CircleRole if role != CircleRole.FACILITATOR)


class WhoOpens(models.TextChoices):
    """Who may open a circle on this instance (setting ``WHO_OPENS_CIRCLES``)."""

    EVERYBODY = "everybody", _("Toute personne inscrite")
    ON_REQUEST = "on_request", _("Sur demande à l’administration")
    ADMINISTRATORS = "administrators", _("L’administration seulement")


class RequestState(models.TextChoices):
    """A request: to join a circle, or to open one."""

    ASKED = "asked", _("En attente")
    ACCEPTED = "accepted", _("Acceptée")
    DECLINED = "declined", _("Refusée")
    WITHDRAWN = "withdrawn", _("Retirée")


REQUEST_MOVES = {
    RequestState.ASKED: {
        "accept": RequestState.ACCEPTED,
        "decline": RequestState.DECLINED,
        "withdraw": RequestState.WITHDRAWN,
    }
}


class InvitationState(models.TextChoices):
    """An invitation; a person who declined may still change her mind until it ends."""

    SENT = "sent", _("Envoyée")
    ACCEPTED = "accepted", _("Acceptée")
    DECLINED = "declined", _("Déclinée")
    CANCELLED = "cancelled", _("Annulée")


INVITATION_MOVES = {
    InvitationState.SENT: {
        "accept": InvitationState.ACCEPTED,
        "decline": InvitationState.DECLINED,
        "cancel": InvitationState.CANCELLED,
    },
    InvitationState.DECLINED: {"accept": InvitationState.ACCEPTED},
}


class LinkMode(models.TextChoices):
    """What a shared link to a circle leads to."""

    REQUEST = "request", _("Une demande, que vous acceptez ou non")
    DIRECT = "direct", _("L’entrée directe, une fois la charte acceptée")


class HandoverState(models.TextChoices):
    """A hand-over of facilitation, proposed by one and accepted by the other."""

    PROPOSED = "proposed", _("Proposée")
    ACCEPTED = "accepted", _("Acceptée")
    DECLINED = "declined", _("Déclinée")
    CANCELLED = "cancelled", _("Annulée")


HANDOVER_MOVES = {
    HandoverState.PROPOSED: {
        "accept": HandoverState.ACCEPTED,
        "decline": HandoverState.DECLINED,
        "cancel": HandoverState.CANCELLED,
    }
}


class Level(models.TextChoices):
    """How far an organisation says it is on a theme: a statement, never a mark."""

    NOT_YET = "not_yet", _("Pas encore")
    THINKING = "thinking", _("En réflexion")
    TRYING = "trying", _("Expérimente")
    USUAL = "usual", _("Pratique courante")


class MessageSource(models.TextChoices):
    """How a message came."""

    SITE = "site", _("Écrit dans le site")
    MAIL = "mail", _("Reçu par courriel")
    LIST = "list", _("Repris d’une ancienne liste")


class HeldReason(models.TextChoices):
    """Why a mail to a circle did not enter by itself."""

    UNKNOWN = "unknown", _("Cette adresse n’est celle d’aucun membre")
    FORGED = "forged", _("L’adresse de réponse d’un membre, écrite depuis une autre adresse")
    REVOKED = "revoked", _("Une ancienne adresse de réponse, que son membre a fermée")
    LEFT = "left", _("Cette personne n’est plus, ou pas, membre du cercle")
    UNSURE = "unsure", _("Écrit à l’adresse du cercle : rien ne prouve que ce membre en est l’auteur")
    CLOSED = "closed", _("L’échange, ou le cercle, est clos")
    TOO_MANY = "too_many", _("Beaucoup de courriels en une heure")
    EMPTY = "empty", _("Aucun texte ni fichier lisible")
    TOO_LONG = "too_long", _("Texte plus long que ce qu’un échange accepte")
    REVIEWED = "reviewed", _("Les messages de ce membre sont relus avant d’être publiés")
    SEALED = "sealed", _("Chiffré, ou dans un format que le site ne sait pas ouvrir")


UNPROVEN = (HeldReason.UNKNOWN, HeldReason.FORGED, HeldReason.REVOKED, HeldReason.UNSURE)  # who wrote it


class HeldState(models.TextChoices):
    """A held mail; decided once."""

    WAITING = "waiting", _("En attente")
    PUBLISHED = "published", _("Publié")
    REFUSED = "refused", _("Refusé")
    BLOCKED = "blocked", _("Refusé, expéditeur bloqué")


class QuestionState(models.TextChoices):
    """A conversation asked as a question: who asked says what answers it, another member vouches for it."""

    OPEN = "open", _("Attend une réponse")
    ANSWERED = "answered", _("Répondue")
    CERTIFIED = "certified", _("Réponse certifiée")


QUESTION_MOVES = {
    QuestionState.OPEN: {"settle": QuestionState.ANSWERED},
    QuestionState.ANSWERED: {
        "settle": QuestionState.ANSWERED,
        "unsettle": QuestionState.OPEN,
        "certify": QuestionState.CERTIFIED,
    },
    QuestionState.CERTIFIED: {
        "settle": QuestionState.ANSWERED,
        "unsettle": QuestionState.OPEN,
        "uncertify": QuestionState.ANSWERED,
    },
}
# Levels that say « we do this », « we would like to », and « not now ».
DOING, WANTING = (Level.TRYING, Level.USUAL), (Level.THINKING,)


class NudgeState(models.TextChoices):
    """What became of a message that the week prepared in a facilitator's name."""

    SENT = "sent", _("Envoyé")
    LATER = "later", _("Pas maintenant")
    NEVER = "never", _("Plus jamais pour cette personne")


class ReviewState(models.TextChoices):
    """A half-yearly review: written by those who facilitate, then published once and for all."""

    DRAFT = "draft", _("Brouillon")
    PUBLISHED = "published", _("Publié")


ANSWER, START, RHYTHM = (
    "r",
    "n",
    "s",
)  # standing addresses: answer in a thread, start one, choose how often one is written to

# A circle as a folder: its format, raised with each column that is added, its first file, the sums, and the tables no room gives.
ARCHIVE_FORMAT, ARCHIVE_VERSION = "cercles-export", 3
MANIFEST, SUMS = "manifeste.json", "sommes-sha256.txt"
PEOPLE, ORGANISATIONS, LINKS = "personnes", "organisations", "fil"
