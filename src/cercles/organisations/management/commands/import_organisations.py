"""``cercles import-organisations FILE --format siae|cercles [--dry-run]``"""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cercles.core.errors import RuleBroken
from cercles.core.tables import FileRefused, Flavour, write_table
from cercles.organisations.actions.imports import open_import, preview_import, run_import, store_file
from cercles.organisations.actions.imports.matching import Outcome
from cercles.organisations.enums import ImportState, Layout
from cercles.organisations.models import ImportRun
from cercles.organisations.queries.imports import refusals_table

_PIECE = 1024 * 1024


class Command(BaseCommand):
    help = _("Importe des organisations depuis un fichier. Relancée sur le même fichier, reprend où elle en était.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--format", choices=Layout.values, required=True, dest="layout")
        parser.add_argument(
            "--refused", type=Path, help=_("où écrire les lignes refusées (par défaut : ici, NOM-refus.csv)")
        )
        parser.add_argument("--dry-run", action="store_true", help=_("ne rien changer, dire ce qui se passerait"))

    def handle(self, *args: Any, file: Path, layout: str, dry_run: bool, refused: Path | None, **options: Any) -> None:
        if not file.is_file():
            raise CommandError(_("Le fichier %(file)s n’existe pas.") % {"file": file})
        counts = (
            self._try(file, layout)
            if dry_run
            else self._import(file, layout, refused or Path(f"{file.stem}-refus.csv"))
        )
        self.stdout.write(json.dumps(counts))

    def _try(self, file: Path, layout: str) -> dict[str, int]:
        try:
            counts, refused = preview_import(file, layout)
        except FileRefused as refusal:
            raise CommandError(refusal.text) from refusal
        for line, reason in refused:
            self.stderr.write(_("Ligne %(line)d : %(reason)s") % {"line": line, "reason": reason})
        return counts

    def _import(self, file: Path, layout: str, refused: Path) -> dict[str, int]:
        try:
            sha256, size = store_file(_pieces(file), layout)
            run = open_import(by=None, layout=layout, file_name=file.name, sha256=sha256, size=size, now=True)
        except RuleBroken as refusal:
            raise CommandError(str(refusal.text)) from refusal
        run = run_import(run.pk, progress=self._say)
        if run.state != ImportState.DONE:
            raise CommandError(run.reason or _("Un autre programme poursuit cet import."))
        if run.rejected:
            self._give_back(run, refused)
        return {str(outcome): getattr(run, outcome) for outcome in Outcome}

    def _say(self, run: ImportRun) -> None:
        self.stderr.write(_("%(line)d lignes sur %(total)d") % {"line": run.line, "total": run.total or run.line})

    def _give_back(self, run: ImportRun, path: Path) -> None:
        with path.open("wb") as out:
            out.writelines(write_table(*refusals_table(run), Flavour.EXCEL_FR))
        sentence = ngettext(
            "%(count)d ligne refusée, avec sa raison, dans %(path)s : corrigez-la et importez ce fichier.",
            "%(count)d lignes refusées, avec leur raison, dans %(path)s : corrigez-les et importez ce fichier.",
            run.rejected,
        )
        self.stderr.write(sentence % {"count": run.rejected, "path": path})


def _pieces(file: Path) -> Iterator[bytes]:
    with file.open("rb") as source:
        while piece := source.read(_PIECE):
            yield piece
