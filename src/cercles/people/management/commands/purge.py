"""``cercles purge [--dry-run]``"""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from cercles.core.errors import SomeFailed
from cercles.people.actions import purge_all
from cercles.people.queries import kept


class Command(BaseCommand):
    help = _("Efface ce que les règles de conservation ne gardent plus, comme le site le fait chaque nuit. Relançable.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help=_("ne rien changer, dire ce qui partirait"))

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        try:
            self.stdout.write(json.dumps(self._try() if dry_run else purge_all()))
        except SomeFailed as failure:
            told = _("Une partie n’a pas pu partir, et partira au prochain passage ; le reste est fait. %(what)s")
            raise CommandError(told % {"what": failure}) from failure

    def _try(self) -> dict[str, int]:
        rules = kept()
        counts = {row.rule.code: row.now for row in rules}
        return {**counts, "letters": sum(row.letters for row in rules), "rows": sum(counts.values())}
