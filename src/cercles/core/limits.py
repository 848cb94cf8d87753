"""How often one computer may ask. What writes to others is counted by allauth, with the codes of the door, in the house's cache;
what only reads is counted in memory, since a page that is read writes nothing."""

import time
from threading import Lock

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.functional import Promise

from cercles.core.errors import RuleBroken

_MOST_KNOWN = 20_000
_lock = Lock()
_counts: dict[tuple[str, str], tuple[float, int]] = {}


def count_or_refuse(request: HttpRequest, act: str, text: str | Promise) -> None:
    """One more ``act`` from this computer; refused with ``text`` past what ``ACCOUNT_RATE_LIMITS`` allows."""
    if not ratelimit.consume(request, action=act):
        raise RuleBroken("rate_limited", text)


def wait_for(request: HttpRequest, act: str, *, most: int, seconds: int) -> int:
    """Count one more reading ``act`` from this computer: 0, or how many seconds to wait past ``most`` of them in ``seconds``.

    Counted in this process: a site of several has as many times more.
    """
    who = (act, _computer(request))
    now = time.monotonic()
    with _lock:
        began, count = _counts.get(who, (now, 0))
        if now - began >= seconds:
            began, count = now, 0
        if len(_counts) >= _MOST_KNOWN and who not in _counts:
            _counts.clear()
        _counts[who] = (began, count + 1)
    return 0 if count < most else max(1, round(began + seconds - now))


def _computer(request: HttpRequest) -> str:
    """Its address, as the door knows it; all those whose address nobody tells are one."""
    try:
        return str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:
        return ""
