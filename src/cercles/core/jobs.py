"""Names of deferred work. A row of ``journal.Job`` holds a verb; the verb names a function here, so nothing imports upward."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class Recurring:
    """Work that returns: ``verb`` every ``every``, at ``hour`` local time when the rhythm is a day or more."""

    verb: str
    every: timedelta
    hour: int | None = None


_verbs: dict[str, Callable[..., Any]] = {}
_recurring: dict[str, Recurring] = {}


def register(verb: str, function: Callable[..., Any]) -> None:
    """Name ``function``. It is called with the row's arguments and must be idempotent: a killed worker's row is run again."""
    known = _verbs.get(verb)
    if known is not None and known is not function:
        raise ImproperlyConfigured(f"the job verb {verb!r} is registered twice")
    _verbs[verb] = function


def repeat(verb: str, *, every: timedelta, hour: int | None = None) -> None:
    """Ask for ``verb`` again and again."""
    _recurring[verb] = Recurring(verb, every, hour)


def function_of(verb: str) -> Callable[..., Any]:
    return _verbs[verb]


def verbs() -> frozenset[str]:
    return frozenset(_verbs)


def recurring() -> tuple[Recurring, ...]:
    return tuple(_recurring[verb] for verb in sorted(_recurring))
