"""The loop itself: a mail lane in a thread, the job lane in the main one, until told to leave."""

import logging
import os
import secrets
import socket
from collections import Counter
from threading import Event, Thread

from django.conf import settings
from django.db import close_old_connections, connection

from cercles.core import slots
from cercles.journal.worker import leases
from cercles.journal.worker.keeper import Keeper
from cercles.journal.worker.lanes import JobLane, MailLane

log = logging.getLogger(__name__)


def new_name() -> str:
    """Host, process and chance: two workers never share a name, nor does one with its own past life."""
    return f"{socket.gethostname()[:30]}:{os.getpid()}:{secrets.token_hex(4)}"


class Worker:
    """``Worker().run()`` works until ``stop`` is set; the row in hand is finished first."""

    def __init__(self) -> None:
        self.name = new_name()
        self.stop = Event()
        self.done: Counter[str] = Counter()

    def run(self, *, once: bool = False) -> Counter[str]:
        keeper = Keeper(self.name)
        keeper.beat()
        keeper.start()
        lanes = (JobLane(self.name, self.stop), MailLane(self.name, self.stop))
        try:
            if once:
                for lane in lanes:
                    self.done.update(lane.run_due())
            else:
                mails = Thread(target=self._follow, args=(lanes[1],), name="mails")
                others = [
                    Thread(target=run, args=(self.stop,), name=run.__name__)
                    for run in slots.providers("worker.threads")
                ]
                for thread in (mails, *others):
                    thread.start()
                self._follow(lanes[0])
                for thread in (mails, *others):
                    thread.join()
        finally:
            self.stop.set()
            keeper.end()
        return self.done

    def _follow(self, lane: JobLane | MailLane) -> None:
        """Run what is due, rest a little, begin again; a database that is away is waited for."""
        troubled = False
        while not self.stop.is_set():
            try:
                close_old_connections()
                if troubled:  # a row may still be in our name, and the keeper would renew it for ever
                    leases.release(lane.model, worker=self.name)
                troubled = False
                self.done.update(lane.run_due())
            except Exception:
                troubled = True
                log.exception("the worker stumbled, it goes on")
            self.stop.wait(settings.WORKER_POLL_S)
        connection.close()
