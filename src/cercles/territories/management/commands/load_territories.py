"""``cercles load-territories``: fill or refresh the territories from the file that ships with the site, or from a newer one."""

import csv
import gzip
import io
import json
import zlib
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from cercles.core.errors import RuleBroken
from cercles.territories.actions import Loader

FILE = files("cercles.territories") / "data" / "cog.csv.gz"
STEP = 10_000
COLUMNS = (
    "kind", "code", "status", "name", "parent", "epci", "heir", "region", "departement",
    "population", "post_codes", "old_codes", "old_names", "latitude", "longitude",
)  # fmt: skip


class Command(BaseCommand):
    help = _("Charge les régions, départements, intercommunalités et communes. Peut être relancée à tout moment.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--file", type=Path, default=FILE, help=_("une autre liste, aux mêmes colonnes (csv.gz)"))

    def handle(self, *args: Any, file: Traversable, **options: Any) -> None:
        loader, done = Loader(), 0
        try:
            for counts in loader.load(_rows(file)):
                if sum(counts.values()) // STEP > done // STEP:
                    self.stderr.write(_("%(count)d territoires lus…") % {"count": sum(counts.values())})
                done = sum(counts.values())
        except RuleBroken as broken:
            raise CommandError(str(broken.text)) from None
        self.stdout.write(json.dumps(dict(loader.retire())))


def _rows(file: Traversable) -> Iterator[dict[str, str]]:
    """The lines of a list, whole: one that lacks a column, or everything, would take all the places it does not name for gone."""
    empty = True
    try:
        with file.open("rb") as packed, gzip.open(packed) as raw:
            lines = csv.DictReader(io.TextIOWrapper(raw, "utf-8", newline=""))
            missing = [name for name in COLUMNS if name not in (lines.fieldnames or ())]
            if missing:
                raise CommandError(_told(file, _("Il y manque : %(names)s.") % {"names": ", ".join(missing)}))
            for line in lines:
                empty = False
                yield line
    except (FileNotFoundError, gzip.BadGzipFile, EOFError, zlib.error, UnicodeDecodeError, csv.Error):
        raise CommandError(_told(file)) from None
    if empty:
        raise CommandError(_told(file, _("Elle est vide.")))


def _told(file: Traversable, why: str = "") -> str:
    text = _("%(file)s n’est pas une liste de territoires (csv.gz, en UTF-8, aux colonnes de celle du site).") % {
        "file": file
    }
    return f"{text} {why}".strip()
