"""Words of the room ``meetings``, and the lives of what it holds, as tables."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cercles.core.enums import Visibility


class Format(models.TextChoices):
    """What kind of meeting it is (domain: session formats). The others come with the rooms that need them."""

    REX = "rex", _("Retour d’expérience")
    WORKSHOP = "workshop", _("Atelier")
    WEBINAR = "webinar", _("Webinaire")
    PLENARY = "plenary", _("Plénière")


@dataclass(frozen=True)
class FormatFacts:
    """What a format proposes to whoever opens a meeting: its length, whether it is held at a distance, its agenda."""

    minutes: int
    remote: bool
    asks: str | Promise
    agenda: tuple[tuple[int, str | Promise], ...]


FORMATS: dict[str, FormatFacts] = {
    Format.REX: FormatFacts(
        60, False, _("Que voulons-nous comprendre de ce qui a été essayé ?"),
        (
            (5, _("Accueil : qui est là, la règle de confidentialité")),
            (20, _("Récit : le contexte, ce qui a été fait, ce qui a échoué, ce que cela a coûté, ce que nous referions")),
            (20, _("Questions des pairs")),
            (10, _("Ce que chacun va essayer")),
            (5, _("Suites et prochaine rencontre")),
        ),
    ),
    Format.WORKSHOP: FormatFacts(
        120, False, _("Que devons-nous avoir produit en nous quittant ?"),
        (
            (10, _("Accueil et question de l’atelier")),
            (50, _("Travail en petits groupes")),
            (30, _("Mise en commun")),
            (20, _("Décisions : qui fait quoi, pour quand")),
            (10, _("Ce que chacun retient")),
        ),
    ),
    Format.WEBINAR: FormatFacts(
        90, True, _("Que saura-t-on en sortant ?"),
        (
            (10, _("Accueil")),
            (40, _("Présentation")),
            (30, _("Questions")),
            (10, _("Trois points à retenir")),
        ),
    ),
    Format.PLENARY: FormatFacts(
        180, False, _("Qu’avons-nous à décider ensemble ?"),
        (
            (20, _("Accueil et nouvelles du cercle")),
            (60, _("Témoignages")),
            (60, _("Ateliers")),
            (30, _("Décisions et calendrier")),
            (10, _("Clôture")),
        ),
    ),
}  # fmt: skip


class Confidentiality(models.TextChoices):
    """The Chatham House rule (1927, revised in 2002): what is said may be reused, never who said it. It is never taken off."""

    ORDINARY = "ordinary", _("Ordinaire")
    CHATHAM = "chatham", _("Règle de Chatham House")


class MeetingState(models.TextChoices):
    DRAFT = "draft", _("En préparation")
    ANNOUNCED = "announced", _("Annoncée")
    HELD = "held", _("Tenue")
    CLOSED = "closed", _("Close")
    CANCELLED = "cancelled", _("Annulée")


MEETING_MOVES = {
    MeetingState.DRAFT: {"announce": MeetingState.ANNOUNCED, "cancel": MeetingState.CANCELLED},
    MeetingState.ANNOUNCED: {"hold": MeetingState.HELD, "cancel": MeetingState.CANCELLED},
    MeetingState.HELD: {"close": MeetingState.CLOSED},
    MeetingState.CLOSED: {"reopen": MeetingState.HELD},
}
# Who may know of a meeting and register, from the narrowest to the widest.
MEETING_VISIBILITIES = (Visibility.CIRCLE, Visibility.NETWORK, Visibility.PUBLIC)
MINUTES_VISIBILITIES = (Visibility.MEETING, *MEETING_VISIBILITIES)


REMINDED = timedelta(days=2)  # how long before its start whoever has a seat is reminded
ANSWERED_WITHIN = timedelta(days=60)  # how long after its end the one question may be answered
LATER = timedelta(days=90)  # when whoever answered is asked what it gave
LATER_WITHIN = timedelta(days=150)  # how long after the end of the meeting that may be said
# The clocks one may choose: a meeting is told on the clock of its place.
ZONES = {
    "Europe/Paris": _("heure de Paris"),
    "America/Martinique": _("heure des Antilles"),
    "America/Cayenne": _("heure de Guyane"),
    "America/Miquelon": _("heure de Saint-Pierre-et-Miquelon"),
    "Indian/Reunion": _("heure de La Réunion"),
    "Indian/Mayotte": _("heure de Mayotte"),
    "Pacific/Noumea": _("heure de Nouvelle-Calédonie"),
    "Pacific/Tahiti": _("heure de Tahiti"),
    "Pacific/Wallis": _("heure de Wallis-et-Futuna"),
}


class Presence(models.TextChoices):
    """Where a registration stands."""

    INVITED = "invited", _("Invitée")
    REGISTERED = "registered", _("Inscrite")
    WAITING = "waiting", _("En liste d’attente")
    ATTENDED = "attended", _("Présente")
    ABSENT = "absent", _("Absente")
    CANCELLED = "cancelled", _("Ne participe pas")


# « accept » joins the end of the waiting list; « seat » is what the list gives, at once when a seat is free.
REGISTRATION_MOVES = {
    Presence.INVITED: {
        "accept": Presence.WAITING,
        "decline": Presence.CANCELLED,
        "tick": Presence.ATTENDED,
    },
    Presence.WAITING: {
        "seat": Presence.REGISTERED,
        "decline": Presence.CANCELLED,
        "tick": Presence.ATTENDED,
    },
    Presence.REGISTERED: {
        "decline": Presence.CANCELLED,
        "tick": Presence.ATTENDED,
        "untick": Presence.ABSENT,
    },
    Presence.CANCELLED: {
        "accept": Presence.WAITING,
        "tick": Presence.ATTENDED,
    },
    Presence.ATTENDED: {"untick": Presence.ABSENT},
    Presence.ABSENT: {"tick": Presence.ATTENDED},
}
TAKING_PART = (Presence.REGISTERED, Presence.ATTENDED)


# The same, said to the person herself.
MINE = {
    Presence.INVITED: _("À vous de répondre"),
    Presence.REGISTERED: _("Vous participez"),
    Presence.WAITING: _("Vous êtes en liste d’attente"),
    Presence.ATTENDED: _("Vous y étiez"),
    Presence.ABSENT: _("Vous étiez absent"),
    Presence.CANCELLED: _("Vous ne participez pas"),
}


class Came(models.TextChoices):
    """How a registration began."""

    CIRCLE = "circle", _("Membre du cercle")
    HERSELF = "herself", _("Par elle-même")
    GUEST = "guest", _("Invitée par l’animation")
    COLLEAGUE = "colleague", _("Proposée par un collègue")
    VISITOR = "visitor", _("Sans compte, depuis la page publique")
    WALK_IN = "walk_in", _("Venue sans être inscrite")


# Asked, or free to come, because she was in the circle.
AS_MEMBER = (Came.CIRCLE, Came.HERSELF)


class FollowUpState(models.TextChoices):
    OPEN = "open", _("En cours")
    DONE = "done", _("Fait")
    DROPPED = "dropped", _("Abandonné")


FOLLOW_UP_MOVES = {
    FollowUpState.OPEN: {
        "finish": FollowUpState.DONE,
        "drop": FollowUpState.DROPPED,
        "go_on": FollowUpState.OPEN,
    },
    FollowUpState.DONE: {"go_on": FollowUpState.OPEN},
    FollowUpState.DROPPED: {"go_on": FollowUpState.OPEN},
}
