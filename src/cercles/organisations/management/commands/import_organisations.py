"""``cercles import-organisations FILE… --format cercles|siae|rna|sirene [--dry-run]``"""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cercles.core.errors import RuleBroken
from cercles.core.tables import FileRefused, Flavour, write_table
from cercles.organisations.actions.imports import open_import, preview_import, run_import, store_files
from cercles.organisations.actions.imports.matching import Outcome
from cercles.organisations.enums import ImportState, Layout
from cercles.organisations.models import ImportRun
from cercles.organisations.queries.imports import refusals_table

_PIECE = 1024 * 1024
_COUNTED = (*Outcome, "unplaced", "set_aside")
_WIDTH = 30


class Command(BaseCommand):
    help = _("Importe des organisations depuis un fichier. Relancée sur le même fichier, reprend où elle en était.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
        parser.add_argument("--format", choices=Layout.values, required=True, dest="layout")
        parser.add_argument(
            "--refused", type=Path, help=_("où écrire les lignes refusées (par défaut : ici, NOM-refus.csv)")
        )
        parser.add_argument("--dry-run", action="store_true", help=_("ne rien changer, dire ce qui se passerait"))

    def handle(
        self, *args: Any, files: list[Path], layout: str, dry_run: bool, refused: Path | None, **options: Any
    ) -> None:
        for file in files:
            if not file.is_file():
                raise CommandError(_("Le fichier %(file)s n’existe pas.") % {"file": file})
        counts = (
            self._try(files, layout)
            if dry_run
            else self._import(files, layout, refused or Path(f"{files[0].stem}-refus.csv"))
        )
        self.stdout.write(json.dumps(counts))

    def _try(self, files: list[Path], layout: str) -> dict[str, int]:
        try:
            counts, refused = preview_import(files, layout)
        except FileRefused as refusal:
            raise CommandError(refusal.text) from refusal
        for line, reason in refused:
            self.stderr.write(_("Ligne %(line)d : %(reason)s") % {"line": line, "reason": reason})
        return counts

    def _import(self, files: list[Path], layout: str, refused: Path) -> dict[str, int]:
        try:
            stored = store_files([(file.name, _pieces(file)) for file in files], layout)
            run = open_import(by=None, layout=layout, stored=stored, now=True)
        except RuleBroken as refusal:
            raise CommandError(str(refusal.text)) from refusal
        bar = _Bar(self.stderr)
        run = run_import(run.pk, progress=bar.say)
        bar.end()
        if run.state != ImportState.DONE:
            raise CommandError(run.reason or _("Un autre programme poursuit cet import."))
        self._say_what_waits(run)
        if run.rejected:
            self._give_back(run, refused)
        return {str(name): getattr(run, name) for name in _COUNTED}

    def _say_what_waits(self, run: ImportRun) -> None:
        if run.doubtful:
            said = ngettext(
                "%(count)d ligne attend une décision : page « Imports », « Rapprochements à décider ».",
                "%(count)d lignes attendent une décision : page « Imports », « Rapprochements à décider ».",
                run.doubtful,
            )
            self.stderr.write(said % {"count": run.doubtful})
        if run.unplaced:
            said = ngettext(
                "%(count)d organisation est sans commune : page « Imports », « Lieux à retrouver ».",
                "%(count)d organisations sont sans commune : page « Imports », « Lieux à retrouver ».",
                run.unplaced,
            )
            self.stderr.write(said % {"count": run.unplaced})

    def _give_back(self, run: ImportRun, path: Path) -> None:
        with path.open("wb") as out:
            out.writelines(write_table(*refusals_table(run), Flavour.EXCEL_FR))
        sentence = ngettext(
            "%(count)d ligne refusée, avec sa raison, dans %(path)s : corrigez-la et importez ce fichier.",
            "%(count)d lignes refusées, avec leur raison, dans %(path)s : corrigez-les et importez ce fichier.",
            run.rejected,
        )
        self.stderr.write(sentence % {"count": run.rejected, "path": path})


class _Bar:
    """How far it is and what remains; on one line of a terminal, on a line each time a hundredth is done elsewhere."""

    def __init__(self, out: Any) -> None:
        self._out, self._last = out, -1
        self._is_terminal = sys.stderr.isatty()

    def say(self, run: ImportRun) -> None:
        if run.is_gathering:
            percent, said = run.gathered or 0, _("Lecture du registre, %(done)d %%") % {"done": run.gathered or 0}
        else:
            total = run.total or run.line
            percent = run.line * 100 // max(total, 1)
            said = _("%(line)d lignes sur %(total)d") % {"line": run.line, "total": total} + _remains(run)
        if percent == self._last:
            return
        self._last = percent
        if self._is_terminal:
            done = percent * _WIDTH // 100
            self._out.write(f"\r[{'#' * done}{'.' * (_WIDTH - done)}] {said:<60}", ending="")
        else:
            self._out.write(said)

    def end(self) -> None:
        if self._is_terminal and self._last >= 0:
            self._out.write("")


def _remains(run: ImportRun) -> str:
    left = run.seconds_left
    if not left:
        return ""
    if left < 90:
        return _(", encore %(count)d s environ") % {"count": left}
    return _(", encore %(count)d min environ") % {"count": round(left / 60)}


def _pieces(file: Path) -> Iterator[bytes]:
    with file.open("rb") as source:
        while piece := source.read(_PIECE):
            yield piece
