"""The ballots of a secret poll, as one sealed text: whoever holds the database reads neither a choice, nor an order, nor a date.

See ``docs/decisions/0014-…``. Each time a ballot falls in, the whole urn is opened, sorted by receipts (they are random, so the order
tells nothing), and sealed anew: ChaCha20-Poly1305 (RFC 8439) under a key of that poll, drawn from the instance's secret key, with a
fresh nonce. The secret key is a file or a variable of the instance, never in its database.
"""

import hmac
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _

from cercles.core.errors import RuleBroken
from cercles.core.models import new_ref
from cercles.polls.models.poll import Poll

_NONCE, _RECEIPT_SIZE, _MASK = 12, 10, 5
_ENTRY = _RECEIPT_SIZE + 2 * _MASK
_RECEIPT = re.compile(r"[2-9a-hjkmnp-z]{10}")


def new_receipt() -> str:
    """« k7p3q-f9m2x »: a chance in a million of million for two to be the same."""
    ref = new_ref()
    return f"{ref[:5]}-{ref[5:]}"


def receipt_of(text: str) -> str:
    """As it is kept; refused when it is not one."""
    bare = text.strip().lower().replace("-", "").replace(" ", "")
    if not _RECEIPT.fullmatch(bare):
        raise RuleBroken(
            "receipt_unknown", _("Ce reçu ne se lit pas : gardez celui que la page propose."), field="receipt"
        )
    return bare


class Choice(NamedTuple):
    """The places chosen; of dates, also those that would do if need be."""

    places: list[int]
    if_needed: list[int]


class UrnBroken(Exception):
    """It was changed, or the secret key of the instance was."""


def _cipher(poll: Any) -> Any:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    use = f"cercles.polls.urn:{poll.ref}".encode()
    return ChaCha20Poly1305(hmac.digest(settings.SECRET_KEY.encode(), use, "sha256"))


def _mask(places: Iterable[int]) -> str:
    return f"{sum(1 << (place - 1) for place in places):0{_MASK}x}"


def _places(mask: str) -> list[int]:
    return [place for place in range(1, 21) if int(mask, 16) >> (place - 1) & 1]


def seal(poll: Any, ballots: Mapping[str, Choice]) -> bytes:
    """``ballots``: by receipt. Each takes the same place, whatever is in it."""
    body = "".join(
        f"{receipt}{_mask(ballots[receipt].places)}{_mask(ballots[receipt].if_needed)}" for receipt in sorted(ballots)
    )
    nonce = secrets.token_bytes(_NONCE)
    return nonce + bytes(_cipher(poll).encrypt(nonce, body.encode(), poll.ref.encode()))


def unseal(poll: Any, sealed: bytes) -> dict[str, Choice]:
    from cryptography.exceptions import InvalidTag

    if not sealed:
        return {}
    try:
        text = _cipher(poll).decrypt(sealed[:_NONCE], sealed[_NONCE:], poll.ref.encode()).decode()
    except InvalidTag as changed:
        raise UrnBroken from changed
    return dict(_entries(text))


def _entries(text: str) -> Iterator[tuple[str, Choice]]:
    for start in range(0, len(text), _ENTRY):
        receipt, masks = text[start : start + _RECEIPT_SIZE], text[start + _RECEIPT_SIZE : start + _ENTRY]
        yield receipt, Choice(_places(masks[:_MASK]), _places(masks[_MASK:]))


class Urn(models.Model):
    """What a secret poll holds. ``opened``: once it is closed, each receipt with what it chose, for whoever wants to count again."""

    poll = models.OneToOneField(Poll, models.CASCADE, related_name="urn")
    sealed = models.BinaryField(default=bytes)
    opened = models.JSONField(null=True)

    def __str__(self) -> str:
        return str(self.poll)
