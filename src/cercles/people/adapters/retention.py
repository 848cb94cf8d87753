"""How long accounts are kept, and the link that keeps one."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from cercles.core.links import Verb
from cercles.core.models import CacheRow
from cercles.core.retention import READ_BY_OTHERS, WITH_ACCOUNT, Fate, Ground, Processing, Rule, Warned, because, delete
from cercles.core.typography import when
from cercles.people import actions
from cercles.people.actions.accounts import UNCONFIRMED_LIFE
from cercles.people.actions.retention import erase_unused, warn_unused
from cercles.people.enums import AccountState
from cercles.people.models import UnusedNotice, User
from cercles.people.queries import UNANSWERED, UNUSED, erased_on, never_came, to_erase, to_warn


def _pending(now: datetime) -> QuerySet:
    return User.objects.filter(state=AccountState.PENDING, created_at__lt=now - UNCONFIRMED_LIFE)


def _sessions(now: datetime) -> QuerySet:
    return Session.objects.filter(expire_date__lt=now)


def _limits(now: datetime) -> QuerySet:
    """The cache forgets what is over when it is read again, and most of it never is."""
    return CacheRow.objects.filter(expires__lt=now)


def rules() -> list[Rule]:
    return [
        Rule(
            "people.pending", _lazy("Adresses saisies et jamais confirmées"), UNCONFIRMED_LIFE, _lazy("leur saisie"),
            Fate.ERASED, _lazy("Attendre le code envoyé à cette adresse."), Ground.CONTRACT, _pending, delete, slice=50,
        ),
        Rule(
            "people.sessions", _lazy("Connexions qui ont pris fin"), timedelta(0), _lazy("leur fin"),
            Fate.ERASED, _lazy("Rester en ligne d’une page à l’autre."), Ground.CONTRACT, _sessions, delete,
        ),
        Rule(
            "people.limits", _lazy("Demandes comptées par adresse de réseau"), timedelta(0), _lazy("la fin du décompte, un jour au plus"),
            Fate.ERASED, _lazy("Arrêter un programme qui essaie des codes ou envoie à la chaîne."), Ground.INTEREST, _limits, delete,
        ),
        Rule(
            "people.invited", _lazy("Personnes invitées et jamais venues"), UNANSWERED, _lazy("le dernier courriel reçu du site"),
            Fate.UNNAMED, _lazy("Laisser le temps de répondre à une invitation."), Ground.INTEREST,
            never_came, erase_unused, slice=1,
        ),
        Rule(
            "people.unused", _lazy("Comptes dont personne ne se sert"), UNUSED, _lazy("le dernier signe de la personne"),
            Fate.UNNAMED, _lazy("Retrouver son compte et ce que l’on y a écrit."), Ground.CONTRACT,
            to_erase, erase_unused, slice=1,
            warned=Warned(to_warn, warn_unused, _lazy("deux courriels avant, 90 puis 30 jours, avec un lien pour le garder")),
        ),
    ]  # fmt: skip


def _present(person: User, reader: Any) -> Mapping[str, Any]:
    notice = UnusedNotice.objects.filter(person=person).first()
    if notice is None:
        return {
            "title": _("Votre compte est gardé"), "text": _("Rien n’est à faire."), "over": True,
            "warning": _("Vous avez donné signe de vie : votre compte ne sera pas effacé."),
        }  # fmt: skip
    return {
        "title": _("Garder votre compte"),
        "text": _("Sans signe de votre part, il sera effacé après le %(day)s.") % {"day": when(erased_on(notice))},
        "button": _("Garder mon compte"),
    }


def _perform(person: User, reader: Any) -> str:
    actions.keep_account(by=reader)
    return _("Votre compte est gardé.")


def _load(pk: int) -> User | None:
    return User.objects.active().filter(pk=pk).first()


KEEP = Verb("people.keep", _load, _present, _perform, may=lambda reader, person: reader.pk == person.pk)
WORDS = {"people.kept": _lazy("a gardé son compte")}


PROCESSINGS = [
    Processing(
        "people.accounts",
        _lazy("Comptes et connexion"),
        _lazy("Faire entrer chaque personne par un code reçu par courriel et montrer sa page à qui elle a choisi."),
        Ground.CONTRACT,
        _lazy("Personnes inscrites ou invitées"),
        _lazy("Nom, adresse électronique, dates de venue ; téléphone et présentation si elle les donne"),
        _lazy("Qui voit la page, selon le choix de la personne ; l’administration, pour l’adresse"),
        (
            "people.User",
            "people.UnusedNotice",
            "account.EmailAddress",
        ),
        _lazy("Jusqu’à l’effacement demandé par la personne, ou quand personne ne s’en sert plus."),
        rules=(
            "people.pending",
            "people.sessions",
            "people.invited",
            "people.unused",
        ),
        reasons=because(WITH_ACCOUNT, "people.UnusedNotice", "account.EmailAddress"),
    ),
    Processing(
        "people.consents",
        _lazy("Accords donnés ou retirés"),
        _lazy("Prouver ce que chaque personne a accepté, et quand."),
        Ground.OBLIGATION,
        _lazy("Personnes inscrites"),
        _lazy("Accord, version du texte, date"),
        _lazy("La personne elle-même"),
        (
            "people.ConsentRecord",
            "people.LegalAcceptance",
        ),
        _lazy("Tant que le compte existe."),
        reasons=because(WITH_ACCOUNT, "people.ConsentRecord", "people.LegalAcceptance"),
    ),
    Processing(
        "people.limits",
        _lazy("Limites contre les programmes"),
        _lazy(
            "Compter les demandes de code, et ce que l’on envoie sans compte, pour arrêter un programme qui en abuse."
        ),
        Ground.INTEREST,
        _lazy("Qui demande un code, ou écrit sans compte"),
        _lazy("Adresse de réseau (IP) d’où vient la demande, et quand"),
        _lazy("Personne"),
        ("core.CacheRow",),
        _lazy("Un jour au plus."),
        rules=("people.limits",),
    ),
    Processing(
        "people.legal",
        _lazy("Pages légales"),
        _lazy(
            "Dire qui édite le site, ce qu’il fait des données et à quelles conditions on s’en sert ; garder chaque version."
        ),
        Ground.OBLIGATION,
        _lazy("Personnes qui administrent"),
        _lazy("Qui a écrit le brouillon, qui a publié la version, et quand"),
        _lazy("L’administration"),
        (
            "people.LegalVersion",
            "people.LegalDraft",
        ),
        _lazy("Chaque version tant que l’instance existe ; le brouillon jusqu’à sa publication."),
        reasons=because(READ_BY_OTHERS, "people.LegalVersion", "people.LegalDraft"),
    ),
]


def processings() -> list[Processing]:
    return PROCESSINGS
