"""``cercles demo``: prepare, fill with the programmes of the article, serve."""

import os
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from cercles.config.backup import holds_people
from cercles.config.serve import CannotServe, check_port, take_lock
from cercles.people.queries import demo_people


class Command(BaseCommand):
    help = _("Remplit une instance de démonstration, puis la sert.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-serve", action="store_true", help=_("remplir sans servir"))

    def handle(self, *args: Any, no_serve: bool, **options: Any) -> None:
        self._refuse_a_real_instance()
        if not no_serve:
            self._refuse_what_is_busy()
        call_command("prepare")
        (settings.HOME / "demo").touch()
        call_command("load_demo")
        self._say_what_to_try()
        if not no_serve:
            call_command("serve")

    def _refuse_a_real_instance(self) -> None:
        if not (settings.HOME / "demo").exists() and holds_people():
            raise CommandError(
                _(
                    "Le dossier %(home)s contient une vraie instance : la démonstration ne s’y mêle pas. "
                    "Donnez-lui le sien : CERCLES_HOME=./var-demo make demo"
                )
                % {"home": settings.HOME}
            )

    def _refuse_what_is_busy(self) -> None:
        """Before the long work, not after."""
        try:
            os.close(take_lock(settings.HOME))
            check_port("127.0.0.1", settings.PORT)
        except CannotServe as refusal:
            raise CommandError(str(refusal)) from None

    def _say_what_to_try(self) -> None:
        title = _("La démonstration est prête. Entrez comme l’une de ces personnes, toutes fictives :")
        self.stdout.write(f"\n{title}")
        for demo in demo_people():
            said = {"name": demo.person.display_name, "role": demo.role, "try_this": demo.try_this}
            self.stdout.write("  – " + _("%(name)s, %(role)s : %(try_this)s") % said)
        first = _("À essayer d’abord : %(address)s") % {"address": f"{settings.SITE_URL}/demo/"}
        self.stdout.write(f"\n{first}\n")
