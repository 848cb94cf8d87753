"""Standing addresses: one act, one object, one person, until she says « tout a été transféré » (her counter moves). No date.

They live where a date would be wrong: the address one answers a mail at, the link that stops it. The token is lower case and short
enough for the local part of an address (64 characters, RFC 5321 §4.5.3.1.1), because servers fold the case of what precedes the « @ »:
``code.object.person.counter.signature`` in base 36, signed on 100 bits. Guessing needs a mail for each try, and opens one act.
"""

import hmac
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.http import base36_to_int, int_to_base36

_SALT = "cercles.core.standing"
_SIGNED = 20  # hexadecimal signs of the signature
LONGEST_LOCAL_PART = 64


@dataclass(frozen=True)
class Standing:
    """What a token that this instance signed says. Whether its person still stands by it is ``is_current``."""

    code: str
    object_id: int
    person_id: int
    counter: int


def _sign(body: str) -> str:
    return salted_hmac(_SALT, body, algorithm="sha256").hexdigest()[:_SIGNED]


def token(code: str, obj: Any, person: Any) -> str:
    """For ``person`` to do ``code`` on ``obj``."""
    body = ".".join((code, *(int_to_base36(number) for number in (obj.pk, person.pk, person.link_counter))))
    return f"{body}.{_sign(body)}"


def read(text: str) -> Standing | None:
    """What a token says, whatever its case; None when this instance did not sign it."""
    body, _, signature = text.lower().rpartition(".")
    if not hmac.compare_digest(_sign(body).encode(), signature.encode()):
        return None
    try:
        code, *numbers = body.split(".")
        obj, person, counter = map(base36_to_int, numbers)
    except ValueError:
        return None
    return Standing(code, obj, person, counter)


def is_current(standing: Standing, person: Any) -> bool:
    return bool(standing.counter == person.link_counter)


def address(code: str, obj: Any, person: Any) -> str:
    """The mail address at which ``person`` does ``code`` on ``obj``; empty where the instance receives no mail."""
    return plus(token(code, obj, person))


def plus(suffix: str) -> str:
    """``cercles@exemple.fr`` → ``cercles+suffix@exemple.fr``."""
    local, _, host = settings.MAIL_IN.partition("@")
    return f"{local}+{suffix}@{host}" if host and len(local) + 1 + len(suffix) <= LONGEST_LOCAL_PART else ""


def suffix_of(address: str) -> str | None:
    """What follows the « + » of one of our addresses, empty for the bare one; None when it is not ours."""
    local, _, host = settings.MAIL_IN.lower().partition("@")
    given, _, place = address.strip().lower().rpartition("@")
    if not host or place != host:
        return None
    bare, _, suffix = given.partition("+")
    return suffix if bare == local else None
