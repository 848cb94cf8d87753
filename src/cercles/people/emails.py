"""What we write to a person about her own account."""

import secrets
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from cercles.core import clock, links
from cercles.core.typography import when
from cercles.journal.actions import send_letter
from cercles.people.models import LegalVersion, UnusedNotice, User
from cercles.people.queries import erased_on

# How the keys of the letters begin, and what each is for.
TITLES = {
    "people.code": _lazy("Code pour se connecter"),
    "people.door": _lazy("Compte suspendu, à la porte"),
    "people.fresh": _lazy("Nouveau lien d’un courriel"),
    "people.revoked": _lazy("Liens de courriel fermés"),
    "people.invitation": _lazy("Invitation sur la plateforme"),
    "people.message": _lazy("Message d’une personne à une autre"),
    "people.suspended": _lazy("Compte suspendu"),
    "people.reactivated": _lazy("Compte rouvert"),
    "people.administrator": _lazy("Rôle d’administration"),
    "people.unused": _lazy("Compte dont personne ne se sert, avant son effacement"),
    "people.kept": _lazy("Compte gardé"),
    "people.terms": _lazy("Conditions d’utilisation nouvelles, à accepter"),
    "people.accepted": _lazy("Conditions d’utilisation acceptées par courriel"),
}


def _url(name: str, **kwargs: Any) -> str:
    return settings.SITE_URL + reverse(name, kwargs=kwargs)


def code(person: User, digits: str) -> None:
    """The digits stand in the subject: a phone shows them without opening the mail."""
    send_letter(
        key=f"people.code:{secrets.token_hex(12)}",
        person=person,
        subject=_("%(code)s : votre code pour %(site)s") % {"code": digits, "site": settings.SITE_NAME},
        lines=[
            _("Saisissez ce code dans la page restée ouverte : %(code)s") % {"code": digits},
            _("Il sert une seule fois, dans les quinze minutes. Ne le donnez à personne, même si on vous le demande."),
        ],
        reason=_("Quelqu’un, sans doute vous, a saisi votre adresse pour entrer. Sinon, ne faites rien."),
    )


def suspended_at_the_door(person: User) -> None:
    send_letter(
        key=f"people.door:{person.pk}:{clock.now():%Y%m%d%H}",
        person=person,
        subject=_("Votre compte est suspendu"),
        lines=[
            _("Vous avez demandé un code, mais votre compte est suspendu. Raison : %(reason)s")
            % {"reason": person.suspended_reason},
            _("Pour en parler, écrivez à la personne qui administre la plateforme."),
        ],
        reason=_("Votre adresse a été saisie dans la page de connexion."),
    )


def fresh_link(person: User, verb: links.Verb, obj: Any, title: str) -> None:
    """The same act, for the same person, at her own address. At most one an hour."""
    send_letter(
        key=f"people.fresh:{verb.code}:{obj.pk}:{person.pk}:{clock.now():%Y%m%d%H}",
        person=person,
        subject=_("Votre nouveau lien : %(title)s") % {"title": title},
        lines=[title, _("Voici un lien neuf, à la place de celui qui a expiré.")],
        act=(_("Ouvrir"), links.url(verb.code, obj, person)),
        reason=_("Vous avez ouvert un lien expiré et demandé à en recevoir un autre."),
    )


def links_revoked(person: User) -> None:
    send_letter(
        key=f"people.revoked:{person.pk}:{person.link_counter}",
        person=person,
        subject=_("Les liens que nous vous avions envoyés ne fonctionnent plus"),
        lines=[
            _("Comme demandé, aucun des liens reçus jusqu’ici ne permet plus d’agir en votre nom."),
            _("Les prochains messages porteront des liens neufs. Ne les transférez pas."),
        ],
        act=(_("Voir mon compte"), _url("people:account")),
        reason=_("Cette demande vient de votre compte, ou d’un message qui vous était adressé."),
    )


def platform_invitation(person: User, by: User, message: str) -> None:
    send_letter(
        key=f"people.invitation:{person.pk}:{clock.now():%Y%m%d}",
        person=person,
        subject=_("%(name)s vous invite sur %(site)s") % {"name": by.display_name, "site": settings.SITE_NAME},
        lines=[
            *([message] if message else []),
            _("Pas de mot de passe : saisissez cette adresse, nous vous envoyons un code."),
        ],
        act=(_("Entrer"), _url("account_login")),
        reason=_("%(name)s a saisi votre adresse pour vous inviter. Sans réponse de votre part, rien ne se passe.")
        % {"name": by.display_name},
    )


def message_key(by: User) -> str:
    """How the letters that a person sends by the site begin their key."""
    return f"people.message:{by.pk}:"


def message(person: User, by: User, text: str, *, with_address: bool) -> None:
    """What somebody wrote to her. The same words the same day are one letter."""
    mark = sha256(text.encode()).hexdigest()[:12]
    how = _("Pour répondre, répondez à ce courriel : %(email)s le recevra.") % {"email": by.email}
    if not with_address:
        how = _("%(name)s n’a pas donné son adresse : répondez depuis sa page.") % {"name": by.display_name}
    send_letter(
        key=f"{message_key(by)}{person.pk}:{clock.now():%Y%m%d}:{mark}",
        person=person,
        subject=_("%(name)s vous écrit") % {"name": by.display_name},
        lines=[
            _("%(name)s vous a écrit sur %(site)s :") % {"name": by.display_name, "site": settings.SITE_NAME},
            text,
            how,
        ],
        act=(_("Voir sa page"), settings.SITE_URL + by.url),
        reason=_("Votre adresse n’a pas été montrée. Qui peut vous écrire se règle dans votre compte, sous Ma page."),
        reply_to=by.email if with_address else "",
    )


def suspended(person: User) -> None:
    send_letter(
        key=f"people.suspended:{person.pk}:{clock.now():%Y%m%d%H%M%S}",
        person=person,
        subject=_("Votre compte est suspendu"),
        lines=[
            _("Votre compte ne permet plus d’entrer. Raison : %(reason)s") % {"reason": person.suspended_reason},
            _("Ce que vous avez partagé reste en place. Pour en parler, écrivez à qui administre la plateforme."),
        ],
        reason=_("Une décision concerne votre compte."),
    )


def reactivated(person: User) -> None:
    send_letter(
        key=f"people.reactivated:{person.pk}:{clock.now():%Y%m%d%H%M%S}",
        person=person,
        subject=_("Votre compte est de nouveau ouvert"),
        lines=[_("Vous pouvez de nouveau entrer, avec un code reçu à cette adresse.")],
        act=(_("Entrer"), _url("account_login")),
        reason=_("Une décision concerne votre compte."),
    )


def administrator_changed(person: User, by: User) -> None:
    made = person.is_administrator
    send_letter(
        key=f"people.administrator:{person.pk}:{made}:{clock.now():%Y%m%d%H%M%S}",
        person=person,
        subject=_("Vous administrez la plateforme") if made else _("Vous n’administrez plus la plateforme"),
        lines=[
            _("%(name)s vous a confié l’administration.") % {"name": by.display_name}
            if made
            else _("%(name)s a retiré votre rôle d’administration. Votre compte ne change pas autrement.")
            % {"name": by.display_name}
        ],
        act=(_("Voir les personnes"), _url("people:administration")) if made else None,
        reason=_("Une décision concerne votre compte."),
    )


def unused(person: User, notice: UnusedNotice) -> None:
    """The first letter, then the second: the same act, a nearer day."""
    day, last = when(erased_on(notice)), notice.second_at is not None
    send_letter(
        key=f"people.unused:{person.pk}:{notice.first_at:%Y%m%d}:{2 if last else 1}",
        person=person,
        subject=(_("Dernier courriel avant l’effacement de votre compte") if last else _("Gardez-vous votre compte ?")),
        lines=[
            _("Personne ne s’est servi de votre compte sur %(site)s depuis trois ans.") % {"site": settings.SITE_NAME},
            _("Sans signe de votre part, il sera effacé après le %(day)s, avec votre nom et votre adresse.")
            % {"day": day},
            _(
                "Ce que vous avez écrit pour d’autres restera, signé « ancien membre ». Pour le garder, un geste suffit."
            ),
        ],
        act=(_("Garder mon compte"), links.url("people.keep", person, person)),
        reason=_("Nous ne gardons pas les données de qui ne vient plus. Pour partir, ne faites rien."),
    )


def kept(person: User) -> None:
    send_letter(
        key=f"people.kept:{person.pk}:{clock.now():%Y%m%d}",
        person=person,
        subject=_("Votre compte est gardé"),
        lines=[_("C’est noté. Votre compte et ce que vous y avez écrit restent en place.")],
        act=(_("Voir mon compte"), _url("people:account")),
        reason=_("Vous avez demandé à garder votre compte."),
    )


def version_url(version: LegalVersion) -> str:
    return _url("people:legal_version", page=version.page, number=version.number)


def terms_changed(person: User, version: LegalVersion) -> None:
    """What changes, from when, and one click to accept without coming in."""
    come = version.is_in_force
    day = {"site": settings.SITE_NAME, "day": when(version.in_force_on)}
    send_letter(
        key=f"people.terms:{version.pk}:{person.pk}",
        person=person,
        subject=_("Les conditions d’utilisation changent") if version.number > 1 else _("Les conditions d’utilisation"),
        lines=[
            _("De nouvelles conditions d’utilisation de %(site)s sont en vigueur depuis le %(day)s.") % day
            if come
            else _("De nouvelles conditions d’utilisation de %(site)s entrent en vigueur le %(day)s.") % day,
            *([_("Ce qui change : %(note)s") % {"note": version.change_note}] if version.change_note else []),
            _("Lisez-les : %(url)s") % {"url": version_url(version)},
            _("Tant que vous ne les avez pas acceptées, le site vous les montre avant toute autre page."),
            _("Vos réponses par courriel continuent d’arriver."),
        ],
        act=(_("Lire et accepter"), links.url("people.accept", version, person)),
        reason=_("Vous avez un compte. Si vous refusez, vous pouvez emporter vos données et effacer votre compte."),
    )  # fmt: skip


def terms_accepted(person: User, version: LegalVersion) -> None:
    send_letter(
        key=f"people.accepted:{version.pk}:{person.pk}",
        person=person,
        subject=_("Vous avez accepté les conditions d’utilisation"),
        lines=[
            _("C’est noté : version %(number)s, acceptée le %(day)s.")
            % {"number": version.number, "day": when(clock.now())},
            _("Elle reste à cette adresse : %(url)s") % {"url": version_url(version)},
        ],
        act=(_("Voir mes accords"), _url("people:consents")),
        reason=_("Vous avez répondu depuis un courriel qui vous était adressé."),
    )
