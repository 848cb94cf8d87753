"""``cercles load-territories``: fill or refresh the territories from the file that ships with the site."""

import csv
import gzip
import io
import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from django.core.management.base import BaseCommand

from cercles.territories.actions import Loader

FILE = files("cercles.territories") / "data" / "cog.csv.gz"


class Command(BaseCommand):
    help = "Charge les régions, départements, intercommunalités et communes. Peut être relancée à tout moment."

    def handle(self, *args: Any, **options: Any) -> None:
        loader, done = Loader(), 0
        for counts in loader.load(_rows()):
            if sum(counts.values()) // 10_000 > done // 10_000:
                self.stderr.write(f"{sum(counts.values())} territoires lus…")
            done = sum(counts.values())
        self.stdout.write(json.dumps(dict(loader.retire())))


def _rows() -> Iterator[dict[str, str]]:
    with FILE.open("rb") as packed, gzip.open(packed) as raw:
        yield from csv.DictReader(io.TextIOWrapper(raw, "utf-8", newline=""))
