"""``cercles make-administrator EMAIL``: the first person who administers the platform."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from cercles.core.errors import RuleBroken
from cercles.people.actions import appoint_administrator
from cercles.people.models import User


class Command(BaseCommand):
    help = _("Confie l’administration de la plateforme à une personne, même si elle n’est pas encore venue.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        try:
            person = appoint_administrator(email=email)
        except RuleBroken as refusal:
            raise CommandError(str(refusal.text)) from None
        said = _("%(email)s administre la plateforme. Elle entre avec un code reçu à cette adresse.")
        self.stdout.write("· " + said % {"email": person.email})
        administrators = User.objects.filter(is_administrator=True).count()
        self.stdout.write(json.dumps({"administrators": administrators}))
