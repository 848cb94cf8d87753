"""``cercles sweep-files``: stored files that no row names; deleted with ``--apply``, as each night."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from cercles.journal.actions import sweep_files
from cercles.journal.actions.sweeping import strays


class Command(BaseCommand):
    help = _("Dit quels fichiers ne sont nommés nulle part dans la base depuis plus d’un jour. --apply : les efface.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--apply", action="store_true", help=_("les effacer, au lieu de les dire"))

    def handle(self, *args: Any, apply: bool, **options: Any) -> None:
        if apply:
            self.stdout.write(json.dumps(sweep_files(however_many=True)))
            return
        found = strays()
        for name in found:
            self.stdout.write(name)
        self.stdout.write(json.dumps({"strays": len(found)}))
