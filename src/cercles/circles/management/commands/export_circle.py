"""``cercles export-circle CIRCLE FOLDER``: a circle as a folder, as who facilitates it reads it."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from cercles.circles.exports.archive import export_circle
from cercles.circles.models import Circle
from cercles.core.errors import RuleBroken
from cercles.core.portable import Seat


class Command(BaseCommand):
    help = _("Écrit un cercle dans un dossier qui se lit sans le logiciel, entier ou pas du tout.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("circle", metavar="CERCLE", help=_("le nom court du cercle, dans l’adresse de ses pages"))
        parser.add_argument("folder", metavar="DOSSIER", type=Path, help=_("le dossier à créer"))

    def handle(self, *args: Any, circle: str, folder: Path, **options: Any) -> None:
        found = Circle.objects.filter(slug=circle).first()
        if found is None:
            raise CommandError(_("Aucun cercle ne porte ce nom court : « %(slug)s ».") % {"slug": circle})
        try:
            counts = export_circle(Seat(circle=found, facilitates=True), folder)
        except RuleBroken as refusal:
            raise CommandError(str(refusal.text)) from refusal
        self.stdout.write(json.dumps(counts, ensure_ascii=False))
