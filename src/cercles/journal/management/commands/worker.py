"""``cercles worker``: send the mails and run the jobs that are due, until told to stop."""

import json
import signal
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from cercles.journal.worker import Worker


class Command(BaseCommand):
    help = _("Envoie les courriels et fait les travaux en attente. TERM : finit ce qui est en cours, puis s’arrête.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help=_("faire ce qui est dû, puis s’arrêter"))

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        worker = Worker()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: worker.stop.set())
        done = worker.run(once=once)
        self.stdout.write(json.dumps(dict(sorted(done.items()))))
