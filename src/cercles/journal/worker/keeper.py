"""The thread that says the worker lives: renews its leases while a long job runs, and writes the rows of recurring work."""

import logging
from threading import Event, Thread

from django.conf import settings
from django.db import close_old_connections, connection

from cercles.core import clock
from cercles.journal.models import Job, OutgoingMail, WorkerSign
from cercles.journal.worker import leases, recurring

log = logging.getLogger(__name__)
_SIGN_EVERY_S = 15.0


class Keeper(Thread):
    """Beats several times within a lease, from the worker's start to its end."""

    def __init__(self, worker: str):
        super().__init__(name="keeper", daemon=True)
        self.worker = worker
        self._over = Event()

    def beat(self) -> None:
        for model in (OutgoingMail, Job):
            leases.renew(model, worker=self.worker)
        WorkerSign.objects.update_or_create(name=self.worker, defaults={"seen_at": clock.now()})
        recurring.plan()

    def run(self) -> None:
        while not self._over.wait(min(_SIGN_EVERY_S, settings.WORKER_LEASE_S / 4)):
            try:
                close_old_connections()
                self.beat()
            except Exception:  # whatever it is: a keeper that dies would let others take what is being done
                log.exception("the worker could not renew its leases")
        connection.close()

    def end(self) -> None:
        """The worker leaves: what it held is free, its sign goes."""
        self._over.set()
        self.join()
        for model in (OutgoingMail, Job):
            leases.release(model, worker=self.worker)
        WorkerSign.objects.filter(name=self.worker).delete()
