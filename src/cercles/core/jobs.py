"""Names of deferred work. A row of ``journal.Job`` holds a verb; the verb names a function here, so nothing imports upward.

Each room says in words what its jobs do and what its mails are for: whoever administers reads them when one fails.
"""

import logging
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise

from cercles.core.errors import SomeFailed

log = logging.getLogger(__name__)
T = TypeVar("T")


@dataclass(frozen=True)
class Recurring:
    """Work that returns: ``verb`` every ``every``, at ``hour`` local time when the rhythm is a day or more."""

    verb: str
    every: timedelta
    hour: int | None = None


_row: ContextVar[int | None] = ContextVar("cercles_job", default=None)
_verbs: dict[str, Callable[..., Any]] = {}
_titles: dict[str, str | Promise] = {}
_mails: dict[str, str | Promise] = {}
_leaving: dict[str, Callable[[Any], bool]] = {}
_recurring: dict[str, Recurring] = {}


@contextmanager
def at_work(row: int) -> Iterator[None]:
    """The job of that row runs inside the block."""
    token = _row.set(row)
    try:
        yield
    finally:
        _row.reset(token)


def current_row() -> int | None:
    """Of the job that runs here, if one does."""
    return _row.get()


def one_by_one(name: str, keys: Collection[int], act: Callable[[int], T]) -> list[T]:
    """Do each on its own: one that fails stops no other. ``SomeFailed`` at the end, so that the job tells which and comes back for them.

    ``name``: what a key is, for the log."""
    done: list[T] = []
    failed: dict[str, Exception] = {}
    for key in keys:
        try:
            done.append(act(key))
        except Exception as error:  # whatever it is
            log.exception("%s %s failed, the others go on", name, key)
            failed[f"{name} {key}"] = error
    if failed:
        raise SomeFailed(failed, len(keys))
    return done


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


def before_leaving(start: str, look: Callable[[Any], bool]) -> None:
    """``look(mail)`` is asked just before a mail whose key begins so leaves: whether it still does. It may write it again first."""
    _leaving[start] = look


def may_leave(mail: Any) -> bool:
    """What it tells may have been taken away since it was written."""
    return all(look(mail) for start, look in _leaving.items() if mail.key.startswith(start))


def repeat(verb: str, *, every: timedelta, hour: int | None = None) -> None:
    """Ask for ``verb`` again and again."""
    _recurring[verb] = Recurring(verb, every, hour)


def function_of(verb: str) -> Callable[..., Any]:
    return _verbs[verb]


def verbs() -> frozenset[str]:
    return frozenset(_verbs)


def recurring() -> tuple[Recurring, ...]:
    return tuple(_recurring[verb] for verb in sorted(_recurring))
