"""Signed links: one verb, one object, one person, until a date. They let a daily act be done from a mail, without signing in.

A token is ``verb.object.person.expiry.counter.signature`` in base 36, about fifty characters. It never signs in, opens one act
only, and dies when its person says « tout ce que j'ai reçu a été transféré » (the counter moves).
"""

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.crypto import salted_hmac
from django.utils.http import base36_to_int, int_to_base36

from cercles.core import clock

LIFE = timedelta(days=30)
_SALT = "cercles.core.links"


class LinkRefused(Exception):
    """The link cannot act: ``altered``, ``expired``, ``revoked``, ``gone`` or ``not_yours``.

    The page says what to do; ``claim`` is what an expired one said.
    """

    def __init__(self, reason: str, claim: "Claim | None" = None):
        super().__init__(reason)
        self.reason = reason
        self.claim = claim


def _anybody(person: Any, obj: Any) -> bool:
    """The object itself is the person's: an invitation, a seat."""
    return True


@dataclass(frozen=True)
class Verb:
    """An act a signed link may do.

    ``load(pk)`` gives the object or None; ``present(obj, person)`` gives what the page says before the act, as a dict with
    ``title``, ``text`` and optionally ``facts`` (pairs), ``button``, ``warning``, ``panels`` (a long text to read
    before the act) and ``over`` (it was answered and the answer stands: the page says so in ``warning`` and asks nothing);
    ``form`` asks for what the act needs
    (None: one button is enough; it is built as ``form(data, obj=…, person=…)``); ``perform(obj, person, **cleaned)`` does it,
    tells the person by mail, and gives one sentence. Doing it twice gives the same answer. ``may(person, obj)`` is the right, read
    again each time the link is opened: who lost it since sees nothing of the object.
    """

    code: str
    load: Callable[[int], Any]
    present: Callable[[Any, Any], Mapping[str, Any]]
    perform: Callable[..., str]
    form: type[forms.Form] | None = None
    may: Callable[[Any, Any], bool] = _anybody
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Claim:
    """What a valid token says."""

    verb: Verb
    object_id: int
    person_id: int
    expires_at: datetime
    counter: int


_verbs: dict[str, Verb] = {}


def register(verb: Verb) -> None:
    known = _verbs.get(verb.code)
    if known is not None and known.load is not verb.load:
        raise ImproperlyConfigured(f"the link verb {verb.code!r} is registered twice")
    _verbs[verb.code] = verb


def verbs() -> tuple[Verb, ...]:
    return tuple(_verbs[code] for code in sorted(_verbs))


def _sign(body: str) -> str:
    return salted_hmac(_SALT, body, algorithm="sha256").hexdigest()[:32]


def token(code: str, obj: Any, person: Any, *, until: datetime | None = None) -> str:
    """A token for ``person`` to do ``code`` on ``obj`` within 30 days, or until the act's own end if that comes first."""
    if code not in _verbs:
        raise ImproperlyConfigured(f"no link verb {code!r}")
    latest = clock.now() + LIFE
    expires = min(until, latest) if until else latest
    numbers = (obj.pk, person.pk, max(0, int(expires.timestamp())), person.link_counter)
    body = ".".join((code, *(int_to_base36(number) for number in numbers)))
    return f"{body}.{_sign(body)}"


def url(code: str, obj: Any, person: Any, *, until: datetime | None = None) -> str:
    """The whole address to put in a mail, at most 200 characters."""
    return f"{settings.SITE_URL}/l/{token(code, obj, person, until=until)}"


def read(text: str) -> Claim:
    """What ``text`` allows, or ``LinkRefused``. The caller still compares the counter with the person's (``is_current``)."""
    body, _, signature = text.rpartition(".")
    if not body or not hmac.compare_digest(_sign(body).encode(), signature.encode()):
        raise LinkRefused("altered")
    *name, obj, person, expiry, counter = body.split(".")
    verb = _verbs.get(".".join(name))
    if verb is None:
        raise LinkRefused("altered")
    expires = datetime.fromtimestamp(base36_to_int(expiry), UTC)
    claim = Claim(verb, base36_to_int(obj), base36_to_int(person), expires, base36_to_int(counter))
    if expires < clock.now():
        raise LinkRefused("expired", claim)
    return claim


def is_current(claim: Claim, person: Any) -> bool:
    """False when the person has since revoked every link it was sent."""
    return claim.counter == person.link_counter
