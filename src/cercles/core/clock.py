"""The only source of time. Tests and the demo set it; nothing else may call ``datetime.now``."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_set: ContextVar[datetime | None] = ContextVar("cercles_clock", default=None)


def now() -> datetime:
    """The present, aware, in UTC, or what ``at`` has set."""
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
