"""Abstract columns shared by every room, and the two tables the edge itself needs."""

import os
import secrets

from django.db import models

from cercles.core import clock
from cercles.core.audience import PUBLIC
from cercles.core.enums import Visibility

LONGEST_REF = 12
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # no 0/o, 1/l/i: an address is sometimes read aloud


def new_ref() -> str:
    """A short random name for an address: 10 letters of 31, that is 49 bits; unique by constraint."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(10))


def is_ref(text: str) -> bool:
    """Whether it may stand in an address as it is: what another instance says is not believed."""
    return 0 < len(text) <= LONGEST_REF and text.isascii() and text.isalnum()


_TOO_HIGH = bytes(range(256 - 256 % len(_ALPHABET), 256))  # left out, so that each letter is as likely as another
_LETTERS = "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in range(256)).encode()


def new_refs(count: int) -> list[str]:
    """Many at once, for the rows of a file: fifty times faster than one by one."""
    wanted, letters = count * 10, ""
    while len(letters) < wanted:
        letters += os.urandom(wanted + wanted // 8 + 16).translate(_LETTERS, _TOO_HIGH).decode()
    return [letters[start : start + 10] for start in range(0, wanted, 10)]


class Referenced(models.Model):
    """An object with an address that tells nothing of how many others there are."""

    ref = models.CharField(max_length=LONGEST_REF, unique=True, default=new_ref, editable=False)

    class Meta:
        abstract = True


class Stamped(models.Model):
    """Dates of birth and last change, set by the house's clock."""

    created_at = models.DateTimeField(default=clock.now, editable=False)
    changed_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        abstract = True


class Audienced(models.Model):
    """An object that says who may see it. The action that writes it sets both columns together."""

    visibility = models.CharField(max_length=16, choices=Visibility.choices, default=Visibility.CIRCLE)
    audience = models.CharField(max_length=40, db_index=True, default="", editable=False)

    class Meta:
        abstract = True

    @property
    def is_public(self) -> bool:
        return self.audience == PUBLIC


class SentForm(models.Model):
    """A form that was sent: its key and where its answer led, so that the same form sent twice acts once."""

    key = models.CharField(max_length=64, primary_key=True)
    at = models.DateTimeField(default=clock.now)
    location = models.CharField(max_length=500, default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["at"], name="core_sentform_at")]


class CacheRow(models.Model):
    """The table of Django's database cache: rate limits are counted together by every process, without another service."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)
