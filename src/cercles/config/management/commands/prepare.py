"""``cercles prepare``: what an instance needs before it serves, the first time and after each upgrade."""

import json
from typing import Any

from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from cercles.config.compiling import compile_engine
from cercles.config.schema import made_otherwise

STEPS = (
    ("migrate", {"verbosity": 0}, _("Je prépare la base")),
    ("collectstatic", {"verbosity": 0, "interactive": False}, _("Je prépare les fichiers d’affichage")),
    ("load_references", {}, _("Je prépare les vocabulaires")),
    ("load_territories", {}, _("Je prépare les communes de France")),
    # Here and not at the first start, so that an instance finds things and says it is well as soon as it is served. A site that is
    # served meanwhile keeps its own index: whoever prepares does not wait for it.
    ("index", {"once": True, "no_wait": True}, _("Je prépare la recherche")),
)


class Command(BaseCommand):
    help = _("Prépare la base, les vocabulaires, les territoires et les fichiers d’affichage. Peut être relancé.")

    def handle(self, *args: Any, **options: Any) -> None:
        done = 0
        for verb, kwargs, said in STEPS:
            if verb in get_commands():
                self.stdout.write(f"· {said}")
                call_command(verb, **kwargs)
                done += 1
            if verb == "migrate" and (refusal := made_otherwise()):
                raise CommandError(refusal)
        compile_engine(lambda sentence: self.stdout.write(f"· {sentence}"))
        self.stdout.write(json.dumps({"prepared": done}))
