"""What an operator may have forgotten: each check has an id, a sentence, and says what to do. ``docs/operations.md`` lists them."""

import ipaddress
import shutil
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

SHORTEST_KEY = 32
LEAST_FREE_BYTES = 200 * 1024 * 1024
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
        hint = "Donnez l’adresse entière, par exemple CERCLES_URL=https://cercles.exemple.fr."
        return [Error(f"CERCLES_URL n’est pas une adresse : « {settings.SITE_URL} ».", hint=hint, id="cercles.E001")]
    if is_local(settings.SITE_URL):
        return []
    if settings.DEBUG:
        hint = "Retirez CERCLES_DEBUG : les pages d’erreur montreraient les réglages à tout le monde."
        found.append(Error("CERCLES_DEBUG=1 sur une adresse publique.", hint=hint, id="cercles.E002"))
    if url.scheme == "http":
        hint = "Placez un serveur mandataire qui parle HTTPS devant le site, et donnez CERCLES_URL=https://…"
        found.append(Warning("Le site est ouvert en HTTP, sans chiffrement.", hint=hint, id="cercles.W003"))
    if settings.DEMO:
        hint = "Chacun peut y entrer comme une personne fictive. N’y mettez rien de réel."
        found.append(Warning("Une démonstration est ouverte à tout le monde.", hint=hint, id="cercles.W004"))
    return found


@register()
def mail(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """People enter by a code received by mail: without a sender, nobody enters."""
    if settings.MAIL_STAYS_HERE or is_local(settings.SITE_URL):
        return []
    if settings.DEFAULT_FROM_EMAIL.endswith("@localhost>"):
        hint = "Donnez CERCLES_MAIL_FROM='Cercles <cercles@exemple.fr>' et CERCLES_SMTP_HOST."
        return [Warning("Les courriels partiraient de cercles@localhost.", hint=hint, id="cercles.W005")]
    return []


@register()
def key(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if len(settings.SECRET_KEY) >= SHORTEST_KEY:
        return []
    hint = "Retirez SECRET_KEY : une clé sûre est faite et gardée dans CERCLES_HOME/secret_key."
    return [Error("La clé de signature est trop courte.", hint=hint, id="cercles.E006")]


@register()
def room_left(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    free = shutil.disk_usage(settings.HOME).free
    if free >= LEAST_FREE_BYTES:
        return []
    hint = f"Libérez de la place sur le disque de {settings.HOME}, ou déplacez CERCLES_HOME."
    return [Warning(f"Il reste {free // 1024**2} Mo sur le disque.", hint=hint, id="cercles.W007")]


@register()
def who_opens_circles(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if settings.WHO_OPENS_CIRCLES in WHO_OPENS:
        return []
    hint = "Choisissez everybody, on_request ou administrators."
    return [
        Error(f"CERCLES_WHO_OPENS_CIRCLES vaut « {settings.WHO_OPENS_CIRCLES} ».", hint=hint, id="cercles.E008"),
    ]
