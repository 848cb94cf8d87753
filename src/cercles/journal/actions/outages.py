"""A server of ours is away: written once, asked again less and less often, said in the log by steps, and gone when it answers."""

import logging
import socket
from datetime import timedelta
from typing import Any

from django.conf import settings

from cercles.core import clock
from cercles.journal.enums import Server
from cercles.journal.models import Outage

log = logging.getLogger(__name__)
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_NAMES = {Server.MAILBOX: ("the mailbox cannot be read", "the mailbox answers again"),
          Server.POST: ("the mail server cannot be reached", "the mail server answers again")}  # fmt: skip


class ServerWatch:
    """Of one server, by the one thread that speaks to it."""

    def __init__(self, server: Server):
        self.server = server
        self._outage: Outage | None = None
        self._asked = False

    def rests(self) -> bool:
        """It is away, and its time to be asked again has not come; the administrator may have brought that time forward."""
        if self._outage is None:
            return False
        next_at = self._mine().values_list("next_at", flat=True).first()
        return next_at is not None and next_at > clock.now()

    def away(self, said: str) -> bool:
        """It could not be spoken to. True when the log said so: at first, after an hour, six, a day, then each day."""
        now, fresh = clock.now(), self._mine().first()
        row = fresh or Outage(server=self.server, machine=_machine(), since=now)
        row.said, row.tried_at, row.tries = said[:300], now, row.tries + 1
        row.next_at = now + _wait(row.tries)
        says = (step := _step(now - row.since)) > row.told
        row.told = max(step, row.told)
        row.save()
        self._outage = row
        if says:
            log.warning("%s since %s (%s)", _NAMES[self.server][0], f"{row.since:%Y-%m-%d %H:%M} UTC", said[:300])
        return says

    def back(self) -> None:
        """It was spoken to. Costs nothing while all is well."""
        if self._asked and self._outage is None:
            return
        row = self._mine().first()
        if row is not None:
            row.delete()
            log.info("%s, after %s", _NAMES[self.server][1], str(row.lasts).partition(".")[0])
        self._outage, self._asked = None, True

    def _mine(self) -> Any:
        return Outage.objects.filter(server=self.server, machine=_machine())


def ask_server(outage: Outage) -> None:
    """Ask it again at once, rather than at its time."""
    Outage.objects.filter(pk=outage.pk, next_at__gt=clock.now()).update(next_at=clock.now())


def forget_outages(before: Any) -> int:
    """Of machines that are no more."""
    return Outage.objects.filter(tried_at__lt=before).delete()[0]


def _machine() -> str:
    return socket.gethostname()[:60]


def _wait(tries: int) -> timedelta:
    """5 s, 10 s, 20 s… up to five minutes."""
    return timedelta(seconds=min(settings.WORKER_RETRY_S / 6 * 2 ** min(tries - 1, 20), settings.WORKER_RETRY_S * 10))


def _step(lasts: timedelta) -> int:
    return 1 + sum(lasts >= step for step in (_HOUR, 6 * _HOUR)) + lasts // _DAY
