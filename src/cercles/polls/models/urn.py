"""The ballots of a secret poll, as one sealed text: whoever holds the database reads neither a choice, nor an order, nor a date.

See ``docs/decisions/0014-…``. Each time a ballot falls in, the whole urn is opened, sorted by receipts (they are random, so the order
tells nothing), and sealed anew. Sealed: HMAC-SHA256 of the instance's secret key in counter mode over a fresh nonce, then an HMAC of
the whole (encrypt, then authenticate). The secret key is a file or a variable of the instance, never in its database.
"""

import hmac
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _

from cercles.core.errors import RuleBroken
from cercles.core.models import new_ref
from cercles.polls.models.poll import Poll

_NONCE, _MAC, _ENTRY = 16, 32, 15
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


class UrnBroken(Exception):
    """It was changed, or the secret key of the instance was."""


def _key(poll: Any, use: str) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), f"cercles.polls.urn:{use}:{poll.ref}".encode(), "sha256")


def _stream(key: bytes, nonce: bytes, size: int) -> bytes:
    blocks = (hmac.digest(key, nonce + number.to_bytes(8, "big"), "sha256") for number in range(size // 32 + 1))
    return b"".join(blocks)[:size]


def _mixed(data: bytes, stream: bytes) -> bytes:
    return bytes(one ^ other for one, other in zip(data, stream, strict=True))


def seal(poll: Any, ballots: Mapping[str, Iterable[int]]) -> bytes:
    """``ballots``: by receipt, the positions chosen. Each takes the same place, whatever is in it."""
    body = b"".join(
        f"{receipt}{sum(1 << (place - 1) for place in ballots[receipt]):05x}".encode() for receipt in sorted(ballots)
    )
    nonce = secrets.token_bytes(_NONCE)
    sealed = nonce + _mixed(body, _stream(_key(poll, "seal"), nonce, len(body)))
    return sealed + hmac.digest(_key(poll, "mark"), sealed, "sha256")


def unseal(poll: Any, sealed: bytes) -> dict[str, list[int]]:
    if not sealed:
        return {}
    body, mark = sealed[:-_MAC], sealed[-_MAC:]
    if not hmac.compare_digest(hmac.digest(_key(poll, "mark"), body, "sha256"), mark):
        raise UrnBroken
    text = _mixed(body[_NONCE:], _stream(_key(poll, "seal"), body[:_NONCE], len(body) - _NONCE)).decode()
    return dict(_entries(text))


def _entries(text: str) -> Iterator[tuple[str, list[int]]]:
    for start in range(0, len(text), _ENTRY):
        mask = int(text[start + 10 : start + _ENTRY], 16)
        yield text[start : start + 10], [place for place in range(1, 21) if mask >> (place - 1) & 1]


class Urn(models.Model):
    """What a secret poll holds. ``opened``: once it is closed, each receipt with what it chose, for whoever wants to count again."""

    poll = models.OneToOneField(Poll, models.CASCADE, related_name="urn")
    sealed = models.BinaryField(default=bytes)
    opened = models.JSONField(null=True)

    def __str__(self) -> str:
        return str(self.poll)
