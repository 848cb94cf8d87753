"""``cercles export-instance FOLDER``: every circle, the organisations and the people, as a folder that opens without the software."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from cercles.circles.exports.archive.instance import export_instance
from cercles.core.errors import RuleBroken


class Command(BaseCommand):
    help = _("Écrit toute l’instance dans un dossier qui se lit sans le logiciel, entier ou pas du tout.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="DOSSIER", type=Path, help=_("le dossier à créer"))

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            counts = export_instance(folder)
        except RuleBroken as refusal:
            raise CommandError(str(refusal.text)) from refusal
        self.stdout.write(json.dumps(counts, ensure_ascii=False))
