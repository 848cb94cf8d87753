"""What an operator may have forgotten: each check has an id, a sentence, and says what to do. ``docs/operations.md`` lists them."""

import ipaddress
import shutil
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.utils.translation import gettext as _

SHORTEST_KEY = 32
LEAST_FREE_BYTES = 200 * 1024 * 1024
ACCESSIBILITY = ("", "partielle", "totale")
WHO_OPENS = ("everybody", "on_request", "administrators")


def is_local(url: str) -> bool:
    """True when only this machine reaches the address."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in {"localhost", "testserver"} or host.endswith(".localhost")


@register()
def address(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The public address and what it forbids."""
    url, found = urlsplit(settings.SITE_URL), []
    if url.scheme not in {"http", "https"} or not url.hostname:
        hint = _("Donnez l’adresse entière, par exemple CERCLES_URL=https://cercles.exemple.fr.")
        return [
            Error(
                _("CERCLES_URL n’est pas une adresse : « %(url)s ».") % {"url": settings.SITE_URL},
                hint=hint,
                id="cercles.E001",
            )
        ]
    if is_local(settings.SITE_URL):
        return []
    if settings.DEBUG:
        hint = _("Retirez CERCLES_DEBUG : les pages d’erreur montreraient les réglages à tout le monde.")
        found.append(Error(_("CERCLES_DEBUG=1 sur une adresse publique."), hint=hint, id="cercles.E002"))
    if url.scheme == "http":
        hint = _("Placez un serveur mandataire qui parle HTTPS devant le site, et donnez CERCLES_URL=https://…")
        found.append(Warning(_("Le site est ouvert en HTTP, sans chiffrement."), hint=hint, id="cercles.W003"))
    if settings.DEMO:
        hint = _("Chacun peut y entrer comme une personne fictive. N’y mettez rien de réel.")
        found.append(Warning(_("Une démonstration est ouverte à tout le monde."), hint=hint, id="cercles.W004"))
    return found


@register()
def mail(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """People enter by a code received by mail: without a sender, nobody enters."""
    if settings.MAIL_STAYS_HERE or is_local(settings.SITE_URL):
        return []
    if settings.DEFAULT_FROM_EMAIL.endswith("@localhost>"):
        hint = _("Donnez CERCLES_MAIL_FROM='Cercles <cercles@exemple.fr>' et CERCLES_SMTP_HOST.")
        return [Warning(_("Les courriels partiraient de cercles@localhost."), hint=hint, id="cercles.W005")]
    return []


@register()
def key(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if len(settings.SECRET_KEY) >= SHORTEST_KEY:
        return []
    hint = _("Retirez SECRET_KEY : une clé sûre est faite et gardée dans CERCLES_HOME/secret_key.")
    return [Error(_("La clé de signature est trop courte."), hint=hint, id="cercles.E006")]


@register()
def room_left(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    free = shutil.disk_usage(settings.HOME).free
    if free >= LEAST_FREE_BYTES:
        return []
    hint = _("Libérez de la place sur le disque de %(home)s, ou déplacez CERCLES_HOME.") % {"home": settings.HOME}
    return [
        Warning(
            _("Il reste %(megabytes)d Mo sur le disque.") % {"megabytes": free // 1024**2}, hint=hint, id="cercles.W007"
        )
    ]


@register()
def who_opens_circles(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if settings.WHO_OPENS_CIRCLES in WHO_OPENS:
        return []
    hint = _("Choisissez everybody, on_request ou administrators.")
    return [
        Error(
            _("CERCLES_WHO_OPENS_CIRCLES vaut « %(value)s ».") % {"value": settings.WHO_OPENS_CIRCLES},
            hint=hint,
            id="cercles.E008",
        ),
    ]


@register()
def accessibility(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Another word would be read by nobody: the foot of each page says one of three."""
    if settings.LEGAL["accessibility"] in ACCESSIBILITY:
        return []
    hint = _("Laissez CERCLES_ACCESSIBILITY vide, ou choisissez partielle ou totale d’après un audit.")
    text = _("CERCLES_ACCESSIBILITY vaut « %(value)s ».") % {"value": settings.LEGAL["accessibility"]}
    return [Error(text, hint=hint, id="cercles.E010")]


@register()
def store(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Files in S3 need a library that a plain installation does without."""
    if settings.STORAGES["default"]["BACKEND"] != "cercles.core.storage.Store" or find_spec("storages"):
        return []
    hint = _("Installez-la : pip install --require-hashes -r requirements/s3.txt")
    return [Error(_("CERCLES_S3_BUCKET demande une bibliothèque de plus."), hint=hint, id="cercles.E011")]


@register()
def proxies(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """One that is not an address is believed by nobody: all the visitors would share the limits of one."""
    unknown = [said for said in settings.PROXIES.split(",") if said.strip() and not _is_address(said.strip())]
    if not unknown:
        return []
    hint = _("Donnez des adresses ou des réseaux, par exemple CERCLES_PROXIES=10.0.0.2,172.18.0.0/16.")
    text = _("CERCLES_PROXIES : « %(value)s » n’est pas une adresse.") % {"value": unknown[0].strip()}
    return [Error(text, hint=hint, id="cercles.E009")]


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_network(text)
    except ValueError:
        return False
    return True
