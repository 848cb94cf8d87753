"""``cercles check-consistency``: rows that contradict each other, as each room tells them."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from cercles.core import slots


class Command(BaseCommand):
    help = _("Cherche les lignes de la base qui se contredisent. Ne change rien.")

    def handle(self, *args: Any, **options: Any) -> None:
        found = slots.collect("consistency")
        for sentence in found:
            self.stdout.write(f"· {sentence}")
        self.stdout.write(json.dumps({"contradictions": len(found)}))
        if found:
            raise CommandError(_("La base se contredit : voyez les lignes ci-dessus."))
