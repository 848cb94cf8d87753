"""States of what must not be lost."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class WorkState(models.TextChoices):
    """A mail or a job: ``due`` until done; ``stuck`` after its last try, shown to the administrator, who may ask again."""

    DUE = "due", _("À faire")
    DONE = "done", _("Fait")
    STUCK = "stuck", _("Bloqué")
    DROPPED = "dropped", _("Abandonné")


class Server(models.TextChoices):
    """What the worker speaks to, and which may be away."""

    MAILBOX = "mailbox", _("La boîte où arrivent les réponses ne répond pas")
    POST = "post", _("Le serveur qui envoie les courriels ne répond pas")


BOUNCES = "b"  # the standing address at which the mails of a person come back
RHYTHMS = "r"  # the standing link of her grouped mails: how often, at what hour, or no more


class Rhythm(models.TextChoices):
    """How often a person is written to about something that goes on, such as the conversations of a circle."""

    EACH = "each", _("Chaque message, dès qu’il est écrit")
    DAILY = "daily", _("Un courriel par jour, s’il y a du nouveau")
    WEEKLY = "weekly", _("Un courriel par semaine, s’il y a du nouveau")
    NEVER = "never", _("Aucun courriel : je lis dans le site")


GROUPED = (Rhythm.DAILY, Rhythm.WEEKLY)


class Weekday(models.IntegerChoices):
    MONDAY = 0, _("lundi")
    TUESDAY = 1, _("mardi")
    WEDNESDAY = 2, _("mercredi")
    THURSDAY = 3, _("jeudi")
    FRIDAY = 4, _("vendredi")
    SATURDAY = 5, _("samedi")
    SUNDAY = 6, _("dimanche")


class Outcome(models.TextChoices):
    """What became of a mail that came in; empty until it was read."""

    POSTED = "posted", _("Publié")
    HELD = "held", _("En attente")
    IGNORED = "ignored", _("Écarté")
    BOUNCE = "bounce", _("Retour d’un courriel")
