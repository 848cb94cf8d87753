"""Names of deferred work. A row of ``journal.Job`` holds a verb; the verb names a function here, so nothing imports upward.

Each room says in words what its jobs do and what its mails are for: whoever administers reads them when one fails.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise


@dataclass(frozen=True)
class Recurring:
    """Work that returns: ``verb`` every ``every``, at ``hour`` local time when the rhythm is a day or more."""

    verb: str
    every: timedelta
    hour: int | None = None


_verbs: dict[str, Callable[..., Any]] = {}
_titles: dict[str, str | Promise] = {}
_mails: dict[str, str | Promise] = {}
_recurring: dict[str, Recurring] = {}


def register(verb: str, function: Callable[..., Any], title: str | Promise) -> None:
    """Name ``function``; ``title`` says in words what it does.

    It is called with the row's arguments and must be idempotent: a killed worker's row is run again.
    """
    known = _verbs.get(verb)
    if known is not None and known is not function:
        raise ImproperlyConfigured(f"the job verb {verb!r} is registered twice")
    _verbs[verb] = function
    _titles[verb] = title


def name_mails(words: Mapping[str, str | Promise]) -> None:
    """``name_mails({"circle-invitation": _("Invitation dans un cercle")})``: how the keys of a room's mails begin, and in words."""
    _mails.update(words)


def title_of(verb: str) -> str:
    """What a job does; a verb of a former version is shown as it is."""
    return str(_titles.get(verb, verb))


def mail_title(key: str) -> str:
    """What the mail of that key is for, by the longest beginning that is named; empty when none is."""
    named = max((start for start in _mails if key.startswith(start)), key=len, default="")
    return str(_mails[named]) if named else ""


def repeat(verb: str, *, every: timedelta, hour: int | None = None) -> None:
    """Ask for ``verb`` again and again."""
    _recurring[verb] = Recurring(verb, every, hour)


def function_of(verb: str) -> Callable[..., Any]:
    return _verbs[verb]


def verbs() -> frozenset[str]:
    return frozenset(_verbs)


def recurring() -> tuple[Recurring, ...]:
    return tuple(_recurring[verb] for verb in sorted(_recurring))
