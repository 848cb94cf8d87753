"""Is an address on an organisation's own domain? Only a domain that one body alone gives addresses on proves anything."""

from functools import cache
from importlib import resources
from urllib.parse import urlsplit

# Below a university's or a school's domain these are not the people who speak for it.
_NOT_STAFF = frozenset({"etu", "etud", "etudiant", "etudiants", "student", "students", "alumni", "eleve", "eleves"})


def is_on_domain(email: str, website: str) -> bool:
    """The address is on the site's domain, or on one below it: ``rh@mail.ville.fr`` for ``www.ville.fr``.

    Not the other way: whoever has an address at ``reseau.fr`` does not speak for ``lyon.reseau.fr``.
    """
    domain, host = email.rpartition("@")[2].lower().rstrip("."), _host(website)
    if not host or is_shared_host(host) or is_shared_host(domain):
        return False
    if domain == host:
        return True
    below = domain.removesuffix(f".{host}")
    return below != domain and _NOT_STAFF.isdisjoint(below.split("."))


def _host(website: str) -> str:
    try:
        host = (urlsplit(website.strip()).hostname or "").rstrip(".")
    except ValueError:
        return ""
    return host.removeprefix("www.")


def is_shared_host(host: str) -> bool:
    """A bare suffix (``fr``), a shared domain, or a page below one (``asso.wixsite.com``)."""
    parts = host.split(".")
    return len(parts) < 2 or any(".".join(parts[start:]) in _shared() for start in range(len(parts) - 1))


@cache
def _shared() -> frozenset[str]:
    """Mail providers, site builders and public suffixes."""
    text = resources.files("cercles.organisations").joinpath("data/shared_domains.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.split("\n") if line and not line.startswith("#"))
