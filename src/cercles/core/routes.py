"""Addresses that pages write by the dozen: each is worked out once."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any
from urllib.parse import quote_plus, urlencode

from django.urls import get_script_prefix, get_urlconf, reverse


def address_of(name: str, *args: str | int) -> str:
    """What ``reverse`` gives. Working out the twenty addresses of a list costs as much as reading its rows."""
    return _kept(name, args, get_script_prefix(), get_urlconf())


@lru_cache(maxsize=16_384)
def _kept(name: str, args: tuple[str | int, ...], prefix: str, urlconf: str | None) -> str:
    return reverse(name, args=args)


def narrowed(request: Any, name: str) -> Callable[[str], str]:
    """Addresses of the list one is at, from its first page, by the value of ``name`` alone; empty takes that choice back."""
    kept = urlencode([(key, text) for key, text in request.GET.items() if text and key not in (name, "page")])
    bare = f"{request.path}?{kept}" if kept else request.path
    start = f"{bare}&" if kept else f"{bare}?"
    return lambda value: f"{start}{name}={quote_plus(value)}" if value else bare
