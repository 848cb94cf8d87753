"""``cercles index``: keep the search index up to date, or bring it up to date once, or rebuild it."""

import json
import signal
import time
from argparse import ArgumentParser
from collections import Counter
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cercles.search.queries.folder import ask_for_rebuild, current_name, opened
from cercles.search.queries.log import pending
from cercles.search.worker import differences, follow, follow_once

PATIENCE_S = 3600.0


class Command(BaseCommand):
    help = "Tient à jour l’index de recherche. Le travailleur de « cercles serve » le fait déjà."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="mettre à jour, puis s’arrêter")
        parser.add_argument("--no-wait", action="store_true", help="ne rien attendre si un autre processus s’en occupe")
        parser.add_argument("--rebuild", action="store_true", help="refaire l’index depuis la base, puis s’arrêter")
        parser.add_argument("--check", action="store_true", help="comparer l’index à la base, sans rien changer")

    def handle(self, *args: Any, once: bool, rebuild: bool, check: bool, no_wait: bool, **options: Any) -> None:
        if check:
            self._check()
            return
        before = current_name()
        if rebuild:
            ask_for_rebuild("asked")
        done = self._once(before if rebuild else None, no_wait) if once or rebuild else self._until_told()
        self.stdout.write(json.dumps({"changes": 0, "documents": 0, "rebuilt": 0, **done}))

    def _until_told(self) -> Counter[str]:
        stop = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        follow(stop)
        return Counter()

    def _once(self, before: str | None, no_wait: bool) -> Counter[str]:
        """When another process follows, it does what was asked: wait until it has, unless told not to."""
        done = follow_once()
        until = time.monotonic() + PATIENCE_S
        while done.get("busy") and not no_wait and not _is_done(before):
            if time.monotonic() > until:
                raise CommandError("L’index n’est toujours pas à jour. Voyez le journal de « cercles serve ».")
            time.sleep(0.1)
        return done

    def _check(self) -> None:
        index = opened()
        if index is None:
            raise CommandError("Il n’y a pas d’index à comparer. Lancez « cercles index --once ».")
        found = {name: len(keys) for name, keys in differences(index).items()}
        self.stdout.write(
            json.dumps({"documents": index.searcher.num_docs - 1, "pending": pending(index.position).count, **found})
        )
        if any(found.values()):
            raise CommandError("L’index diffère de la base. Lancez « cercles index --rebuild ».")


def _is_done(before: str | None) -> bool:
    index = opened()
    if index is None or index.name == before:
        return False
    return before is not None or pending(index.position).count == 0
