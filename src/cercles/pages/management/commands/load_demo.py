"""``cercles load-demo``: fill the demonstration. Invented people never enter a real instance."""

import json
from io import StringIO
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from cercles.pages import demo
from cercles.references.models import Term


class Command(BaseCommand):
    help = _("Remplit la démonstration. Peut être relancée à tout moment : ce qui est déjà là reste tel quel.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(_("La démonstration se charge avec CERCLES_DEMO=1, jamais sur une vraie instance."))
        if "load_references" in get_commands() and not Term.objects.exists():
            call_command("load_references", stdout=StringIO())
        self.stdout.write(json.dumps(demo.load()))
