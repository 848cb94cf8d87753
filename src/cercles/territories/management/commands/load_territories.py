"""``cercles load-territories``: fill or refresh the territories from the file that ships with the site, or from a newer one."""

import csv
import gzip
import io
import json
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from cercles.territories.actions import Loader

FILE = files("cercles.territories") / "data" / "cog.csv.gz"
STEP = 10_000


class Command(BaseCommand):
    help = _("Charge les régions, départements, intercommunalités et communes. Peut être relancée à tout moment.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--file", type=Path, default=FILE, help=_("une autre liste, aux mêmes colonnes (csv.gz)"))

    def handle(self, *args: Any, file: Traversable, **options: Any) -> None:
        loader, done = Loader(), 0
        for counts in loader.load(_rows(file)):
            if sum(counts.values()) // STEP > done // STEP:
                self.stderr.write(_("%(count)d territoires lus…") % {"count": sum(counts.values())})
            done = sum(counts.values())
        self.stdout.write(json.dumps(dict(loader.retire())))


def _rows(file: Traversable) -> Iterator[dict[str, str]]:
    try:
        with file.open("rb") as packed, gzip.open(packed) as raw:
            yield from csv.DictReader(io.TextIOWrapper(raw, "utf-8", newline=""))
    except (FileNotFoundError, gzip.BadGzipFile, EOFError):
        raise CommandError(_("%(file)s n’est pas une liste de territoires (csv.gz).") % {"file": file}) from None
