"""Who may see an object is one indexed string on it: ``public``, ``network``, ``circle:12``, ``person:3``…

``core`` knows strings only. Upper rooms say which strings a person holds (slot ``audience.strings``) and which objects are taken
back in spite of them (slot ``audience.exclusions``).
"""

from collections.abc import Iterable
from typing import Any, Self

from django.db import models
from django.db.models import Q

from cercles.core import slots

PUBLIC = "public"
NETWORK = "network"
HELD = "_audience_strings"  # where a reader keeps them


def key(kind: str, pk: int) -> str:
    """``key("circle", 12)`` is ``circle:12``."""
    return f"{kind}:{pk}"


def audience_of(reader: Any) -> frozenset[str]:
    """The strings a reader holds. A visitor holds ``public``; an account adds ``network``, itself and what rooms register.

    Kept on the reader for as long as that object lives, that is one request; an action that changes memberships calls
    ``forget`` on the person it changed.
    """
    if reader is None or not reader.is_authenticated:
        return frozenset({PUBLIC})
    held = getattr(reader, HELD, None)
    if held is None:
        held = frozenset({PUBLIC, NETWORK, key("person", reader.pk), *slots.collect("audience.strings", reader)})
        setattr(reader, HELD, held)
    return held


def forget(reader: Any) -> None:
    """Drop the strings kept on ``reader``: its memberships changed."""
    if hasattr(reader, HELD):
        delattr(reader, HELD)


def holds(reader: Any, strings: Iterable[str]) -> bool:
    """True when the reader holds at least one of ``strings``."""
    return not audience_of(reader).isdisjoint(strings)


class AudienceQuerySet(models.QuerySet):
    """Base of the queryset of every object with an audience."""

    def visible_to(self, reader: Any) -> Self:
        """Only what the reader may see. The twin of the room's rule, which is computed apart and compared by the access tests."""
        query = Q(audience__in=audience_of(reader))
        for exclusion in slots.providers("audience.exclusions"):
            taken_back = exclusion(self.model, reader)
            if taken_back is not None:
                query &= ~taken_back
        return self.filter(query)
