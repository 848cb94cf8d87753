"""``cercles import-circle FOLDER``: bring in a circle that another instance exported."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from cercles.circles.actions.arriving import bring_circle
from cercles.core.errors import RuleBroken


class Command(BaseCommand):
    help = _(
        "Fait entrer un cercle exporté par une autre instance. Relancée, elle continue et n’ajoute rien deux fois."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="DOSSIER", type=Path)
        parser.add_argument(
            "--slug", default="", metavar="NOM", help=_("le nom court à lui donner ici, s’il est déjà pris")
        )
        parser.add_argument(
            "--same-network",
            action="store_true",
            help=_("les mêmes personnes ont un compte ici : ce que tous lisaient reste lu de tous"),
        )

    def handle(self, *args: Any, folder: Path, slug: str, same_network: bool, **options: Any) -> None:
        try:
            arrival = bring_circle(folder, slug=slug, same_network=same_network)
        except RuleBroken as refusal:
            raise CommandError(str(refusal.text)) from refusal
        told = {**arrival.counts, "left_out": arrival.left_out, "circle": arrival.slug}
        self.stdout.write(json.dumps(told, ensure_ascii=False))
