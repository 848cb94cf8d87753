"""The only source of time. Tests and the demo set it; nothing else may call ``datetime.now``."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_set: ContextVar[datetime | None] = ContextVar("cercles_clock", default=None)
_unread: ContextVar[bool] = ContextVar("cercles_clock_unread", default=False)


def now() -> datetime:
    """The present, aware, in UTC, or what ``at`` has set."""
    if _unread.get():
        raise TypeError("what is written once cannot hold the present moment: take it as an argument")
    return _set.get() or timezone.now()


def today() -> date:
    """The present day in the instance's time zone."""
    return timezone.localdate(now())


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Set the clock inside the block: the demo lives in 2019 and tests live whenever they need."""
    if timezone.is_naive(moment):
        moment = timezone.make_aware(moment)
    token = _set.set(moment)
    try:
        yield
    finally:
        _set.reset(token)


@contextmanager
def unread() -> Iterator[None]:
    """Refuse to tell the time inside the block: what is written there serves later too."""
    token = _unread.set(True)
    try:
        yield
    finally:
        _unread.reset(token)
