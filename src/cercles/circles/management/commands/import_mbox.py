"""``cercles import-mbox CIRCLE FILE``: bring the mbox of an old list into a circle."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from cercles.circles.actions import threads as actions
from cercles.circles.models import Circle
from cercles.core.errors import RuleBroken


class Command(BaseCommand):
    help = _("Reprend l’ancienne liste d’un cercle depuis son fichier mbox. Relancée, elle n’ajoute rien deux fois.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("circle", metavar="CERCLE", help=_("le nom court du cercle, dans l’adresse de ses pages"))
        parser.add_argument("file", metavar="FICHIER", type=Path)

    def handle(self, *args: Any, circle: str, file: Path, **options: Any) -> None:
        found = Circle.objects.filter(slug=circle).first()
        if found is None:
            raise CommandError(_("Aucun cercle ne porte ce nom court : « %(slug)s ».") % {"slug": circle})
        try:
            with file.open("rb") as opened:
                row = actions.bring_in(circle=found, by=None, file=File(opened), name=file.name)
        except OSError as trouble:
            said = _("%(file)s ne se lit pas : %(why)s.") % {"file": file, "why": trouble.strerror}
            raise CommandError(said) from trouble
        except RuleBroken as refusal:
            raise CommandError(str(refusal.text)) from refusal
        done = actions.import_list(row.pk)
        for line, reason in done.refused:
            self.stderr.write(_("Ligne %(line)d : %(reason)s") % {"line": line, "reason": reason})
        told = {"messages": done.messages, "threads": done.threads, "known": done.known, "refused": len(done.refused)}
        self.stdout.write(json.dumps(told))
