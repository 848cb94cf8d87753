"""``cercles load-references``: fill or refresh the vocabularies from the file that ships with the site."""

import csv
import json
from importlib.resources import files
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from cercles.references.actions import load_terms

FILE = files("cercles.references") / "data" / "terms.csv"


class Command(BaseCommand):
    help = _(
        "Charge les vocabulaires : catégories, thèmes, ODD, modèles économiques… Peut être relancée à tout moment."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        rows = csv.DictReader(FILE.read_text("utf-8").splitlines())
        self.stdout.write(json.dumps(dict(load_terms(rows))))
