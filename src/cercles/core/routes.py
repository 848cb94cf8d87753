"""Addresses that pages write by the dozen: each is worked out once."""

from functools import lru_cache

from django.urls import get_script_prefix, get_urlconf, reverse


def address_of(name: str, *args: str | int) -> str:
    """What ``reverse`` gives. Working out the twenty addresses of a list costs as much as reading its rows."""
    return _kept(name, args, get_script_prefix(), get_urlconf())


@lru_cache(maxsize=16_384)
def _kept(name: str, args: tuple[str | int, ...], prefix: str, urlconf: str | None) -> str:
    return reverse(name, args=args)
