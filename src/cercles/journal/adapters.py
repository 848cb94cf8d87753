"""How long the journal keeps mails, what it says of them, and what waits for who administers."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cercles.core.models import SentForm
from cercles.core.retention import READ_BY_OTHERS, WITH_ACCOUNT, YEAR, Fate, Ground, Processing, Rule, because, delete
from cercles.core.routes import address_of
from cercles.core.typography import day_of, when_time
from cercles.journal.actions.work import KEPT_BODIES, KEPT_RAW, KEPT_RUNS, drop_raw
from cercles.journal.enums import Outcome, WorkState
from cercles.journal.models import Bounce, Digest, IncomingMail, OutgoingMail
from cercles.journal.queries import DueItem, outages
from cercles.journal.rules import can_administer_work

_TOLD_AFTER = timedelta(minutes=15)
_OVER = (WorkState.DONE, WorkState.DROPPED)


def _bodies(now: datetime) -> QuerySet:
    over = OutgoingMail.objects.filter(state__in=_OVER, done_at__lt=now - KEPT_BODIES)
    return over.exclude(text="")


def _addresses(now: datetime) -> QuerySet:
    over = OutgoingMail.objects.filter(state__in=_OVER, done_at__lt=now - YEAR, text="")
    return over.exclude(to="", subject="", person=None)


# Not read yet, or somebody has to decide of them; of those whose very headers could not be read, nobody ever will.
_WAITS = Q(outcome="") | (Q(outcome=Outcome.HELD) & ~Q(reason="unread"))


def _raw(now: datetime) -> QuerySet:
    return IncomingMail.objects.exclude(_WAITS).filter(read_at__lt=now - KEPT_RAW).exclude(raw="")


def _senders(now: datetime) -> QuerySet:
    read = IncomingMail.objects.exclude(_WAITS).filter(read_at__lt=now - YEAR, raw="")
    return read.filter(~Q(sender="") | ~Q(subject="") | Q(person__isnull=False))


def _bounces(now: datetime) -> QuerySet:
    return Bounce.objects.filter(at__lt=now - YEAR)


def _digests(now: datetime) -> QuerySet:
    """As long as their mail may still be read again."""
    return Digest.objects.filter(day__lt=day_of(now - KEPT_BODIES))


def _forms(now: datetime) -> QuerySet:
    return SentForm.objects.filter(at__lt=now - KEPT_RUNS)


def retention_rules() -> list[Rule]:
    return [
        Rule(
            "journal.bodies", _("Texte et pièces des courriels que le site a écrits"), KEPT_BODIES, _("leur départ"),
            Fate.ERASED, _("Répondre à qui dit ne pas avoir reçu un courriel."), Ground.INTEREST,
            _bodies, lambda rows, now: rows.update(text="", html="", attachments=[]),
        ),
        Rule(
            "journal.addresses", _("Adresse et sujet des courriels que le site a écrits"), YEAR, _("leur départ"),
            Fate.UNNAMED, _("Ne pas écrire deux fois la même chose à la même personne."), Ground.INTEREST,
            _addresses, lambda rows, now: rows.update(to="", subject="", person=None),
        ),
        Rule(
            "journal.raw", _("Courriels reçus, tels qu’ils sont arrivés"), KEPT_RAW, _("leur lecture par le site"),
            Fate.ERASED, _("Relire un courriel mal compris par le site."), Ground.INTEREST, _raw, _drop_raw, slice=20,
        ),
        Rule(
            "journal.senders", _("Expéditeur et sujet des courriels reçus"), YEAR, _("leur lecture par le site"),
            Fate.UNNAMED, _("Reconnaître un courriel arrivé deux fois."), Ground.INTEREST,
            _senders, lambda rows, now: rows.update(sender="", subject="", person=None),
        ),
        Rule(
            "journal.bounces", _("Courriels revenus, avec l’adresse qui ne répond plus"), YEAR, _("leur retour"),
            Fate.ERASED, _("Ne plus écrire à une adresse qui n’existe plus."), Ground.INTEREST, _bounces, delete,
        ),
        Rule(
            "journal.digests", _("Jour de chaque courriel groupé"), KEPT_BODIES, _("ce jour"), Fate.ERASED,
            _("Ne pas en écrire deux le même jour, redire ce qui n’est pas parti."), Ground.CONTRACT, _digests, delete,
        ),
        Rule(
            "journal.forms", _("Empreintes des formulaires envoyés"), KEPT_RUNS, _("leur envoi"),
            Fate.ERASED, _("Ne pas enregistrer deux fois un formulaire envoyé deux fois."), Ground.INTEREST, _forms, delete,
        ),
    ]  # fmt: skip


def _drop_raw(rows: QuerySet, now: datetime) -> int:
    found = list(rows)
    for mail in found:
        drop_raw(mail)
    return len(found)


def due(person: Any) -> list[DueItem]:
    """A server of ours that has not answered for a while, for who administers the platform."""
    if not can_administer_work(person):
        return []
    told = [outage for outage in outages() if outage.lasts >= _TOLD_AFTER]
    return [
        DueItem(
            outage.get_server_display(), _("depuis le %(day)s ; rien n’est perdu") % {"day": when_time(outage.since)},
            _("Voir ce qu’il dit"), address_of("journal:work"), urgency=90,
        )
        for outage in told
    ]  # fmt: skip


PROCESSINGS = [
    Processing(
        "journal.mails",
        _("Courriels envoyés et reçus"),
        _("Écrire à chacun ce qui le concerne, au rythme qu’il a choisi, et recevoir ses réponses."),
        Ground.CONTRACT,
        _("Personnes inscrites, invitées, ou qui écrivent au site"),
        _("Adresse, sujet et texte des courriels, rythme choisi, retours en erreur"),
        _("Le serveur de courriel de l’instance ; l’administration, sans le texte"),
        (
            "journal.OutgoingMail",
            "journal.IncomingMail",
            "journal.Bounce",
            "journal.NotificationChoice",
            "journal.MailTime",
            "journal.Digest",
        ),
        _("Les choix, tant que le compte existe."),
        rules=(
            "journal.bodies",
            "journal.addresses",
            "journal.raw",
            "journal.senders",
            "journal.bounces",
            "journal.digests",
        ),
        reasons=because(WITH_ACCOUNT, "journal.NotificationChoice", "journal.MailTime"),
    ),
    Processing(
        "journal.history",
        _("Journal de ce qui s’est passé"),
        _("Dire sur chaque page qui a fait quoi, quand et pourquoi, et de quoi elle est née."),
        Ground.INTEREST,
        _("Personnes inscrites"),
        _("Nom, geste, date, raison donnée"),
        _("Qui lit la page concernée"),
        (
            "journal.Entry",
            "journal.Link",
        ),
        _("Tant que le compte existe ; sans le nom de la personne après son effacement."),
        reasons=because(READ_BY_OTHERS, "journal.Entry", "journal.Link"),
    ),
]


def processings() -> list[Processing]:
    return PROCESSINGS
