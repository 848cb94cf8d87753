"""``cercles invite-arrived CIRCLE --by ADDRESS``: invite those who were members of a circle brought from elsewhere."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from cercles.circles.actions.welcoming import invite_arrived
from cercles.circles.models import Circle
from cercles.core.errors import RuleBroken
from cercles.people.models import User
from cercles.people.rules import can_administer


class Command(BaseCommand):
    help = _("Invite, par courriel, les membres d’un cercle venu d’une autre instance ; rien n’est envoyé avant.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("circle", metavar="CERCLE", help=_("le nom court du cercle, dans l’adresse de ses pages"))
        parser.add_argument("--by", required=True, metavar="ADRESSE", help=_("l’adresse de qui administre et invite"))

    def handle(self, *args: Any, circle: str, by: str, **options: Any) -> None:
        found = Circle.objects.filter(slug=circle).first()
        person = User.objects.active().filter(email=by.strip().lower()).first()
        if found is None:
            raise CommandError(_("Aucun cercle ne porte ce nom court : « %(slug)s ».") % {"slug": circle})
        if person is None or not can_administer(person):
            raise CommandError(_("Cette adresse n’est pas celle d’une personne qui administre."))
        try:
            told = invite_arrived(circle=found, by=person, note=_("Le cercle arrive d’une autre instance."))
        except RuleBroken as refusal:
            raise CommandError(str(refusal.text)) from refusal
        self.stdout.write(json.dumps(told))
