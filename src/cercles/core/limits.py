"""How often one computer may do what writes to others: counted by allauth, with the codes of the door, in the house's cache."""

from allauth.core import ratelimit
from django.http import HttpRequest
from django.utils.functional import Promise

from cercles.core.errors import RuleBroken


def count_or_refuse(request: HttpRequest, act: str, text: str | Promise) -> None:
    """One more ``act`` from this computer; refused with ``text`` past what ``ACCOUNT_RATE_LIMITS`` allows."""
    if not ratelimit.consume(request, action=act):
        raise RuleBroken("rate_limited", text)
