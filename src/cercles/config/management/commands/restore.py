"""``cercles restore FILE``: an instance as it was, here or on another machine."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from cercles.config import backup
from cercles.config.serve import CannotServe, take_lock


class Command(BaseCommand):
    help = _("Remet une sauvegarde en place. Le site doit être arrêté.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help=_("archive écrite par cercles backup"))
        parser.add_argument("--replace", action="store_true", help=_("remplacer l’instance qui est déjà là"))

    def handle(self, *args: Any, file: Path, replace: bool, **options: Any) -> None:
        try:
            take_lock(settings.HOME)
            counts = backup.restore(file.resolve(), replace=replace)
        except (backup.CannotBackUp, CannotServe) as refusal:
            raise CommandError(str(refusal)) from None
        said = _("L’instance est remise en place. Lancez maintenant cercles prepare, puis cercles serve.")
        self.stdout.write(f"· {said}")
        self.stdout.write(json.dumps(counts))
