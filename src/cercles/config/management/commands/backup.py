"""``cercles backup FILE``: the whole instance in one archive, while it is served."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from cercles.config import backup


class Command(BaseCommand):
    help = _("Sauvegarde la base, les fichiers et la clé de signature dans une archive (le site peut rester ouvert).")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help=_("archive à écrire, par exemple cercles-2026-01-31.tar.gz"))

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            counts = backup.write(file.resolve())
        except backup.CannotBackUp as refusal:
            raise CommandError(str(refusal)) from None
        said = _("Sauvegarde écrite dans %(file)s. Elle contient la clé de signature : gardez-la en lieu sûr.")
        self.stdout.write("· " + said % {"file": file})
        self.stdout.write(json.dumps(counts))
