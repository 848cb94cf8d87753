"""``cercles demo``: prepare, fill with the programmes of the article, serve."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    help = "Remplit une instance de démonstration, puis la sert."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-serve", action="store_true", help="remplir sans servir")

    def handle(self, *args: Any, no_serve: bool, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "La démonstration se lance avec CERCLES_DEMO=1 (make demo le fait), jamais sur une vraie instance."
            )
        call_command("prepare")
        call_command("load_demo")
        if not no_serve:
            self.stdout.write(
                f"À essayer d’abord : ouvrez {settings.SITE_URL}/demo/ et entrez comme une personne fictive."
            )
            call_command("serve")
