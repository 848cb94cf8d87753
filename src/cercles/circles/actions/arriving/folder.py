"""The folder that is brought in, checked whole before a single row is written: an altered or truncated one is refused, and why is said."""

import csv
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from cercles.circles.enums import ARCHIVE_FORMAT, ARCHIVE_VERSION, MANIFEST, SUMS
from cercles.core.errors import RuleBroken
from cercles.core.tables import original

_PIECE = 256 * 1024
LONGEST_CELL = 8 * 1024 * 1024


@dataclass
class Incoming:
    """``digest`` names the folder: the sum of its manifest, which answers for all the rest."""

    root: Path
    digest: str
    said: dict[str, Any]
    paths: frozenset[str]
    _at: tuple[str, int] = ("", 0)
    _rows: Iterator[dict[str, str]] = field(default_factory=lambda: iter(()))

    def take(self, table: str, start: int, count: int) -> list[dict[str, str]]:
        """``count`` rows of a table from the ``start``-th; the file stays open as long as one reads on."""
        if self._at != (table, start):
            self._rows = islice(self._lines(table), start, None)
        found = list(islice(self._rows, count))
        self._at = (table, start + len(found))
        return found

    def _lines(self, table: str) -> Iterator[dict[str, str]]:
        """Of a table that is not in the folder, nothing."""
        name = f"donnees/{table}.csv"
        if name not in self.paths:
            return
        csv.field_size_limit(LONGEST_CELL)
        with (self.root / name).open(encoding="utf-8-sig", newline="") as file:
            lines = csv.reader(file, delimiter=";")
            headings = [original(cell) for cell in next(lines)]
            for cells in lines:
                yield dict(zip(headings, map(original, cells), strict=True))

    def file(self, path: str) -> Path:
        if path not in self.paths:
            _refuse(_("« %(path)s » est nommé dans un tableau et n’est pas dans le manifeste.") % {"path": path})
        return self.root / path


def _refuse(text: str) -> NoReturn:
    raise RuleBroken("folder_refused", text)


def checked(root: Path) -> Incoming:
    try:
        manifest = (root / MANIFEST).read_bytes()
        said = json.loads(manifest)
        sums = (root / SUMS).read_bytes()
    except OSError as trouble:
        name = Path(str(trouble.filename)).name
        _refuse(_("« %(name)s » manque ou ne se lit pas : ce dossier n’est pas un export entier.") % {"name": name})
    except ValueError:
        _refuse(_("Le manifeste ne se lit pas : le dossier a été modifié."))
    if not isinstance(said, dict) or said.get("format") != ARCHIVE_FORMAT:
        _refuse(_("Ce dossier n’est pas l’export d’un cercle."))
    _check_version(said.get("version"))
    if said.get(SUMS) != hashlib.sha256(sums).hexdigest():
        _refuse(_("La liste des empreintes ne correspond pas au manifeste : le dossier a été modifié ou tronqué."))
    paths = frozenset(_verified(root, line) for line in sums.decode().splitlines())
    if len(paths) != said.get("fichiers"):
        _refuse(_("Il manque des fichiers : le dossier est tronqué."))
    return Incoming(root, hashlib.sha256(manifest).hexdigest(), said, paths)


def _check_version(version: Any) -> None:
    """Earlier ones come in: what they did not say takes its default."""
    if type(version) is not int or version < 1:
        _refuse(_("Le manifeste ne dit pas de quelle version est cet export : le dossier a été modifié."))
    if version > ARCHIVE_VERSION:
        told = _(
            "Cet export est de la version %(its)d ; ce logiciel lit jusqu’à la version %(ours)d. Mettez-le à jour, puis relancez."
        )
        _refuse(told % {"its": version, "ours": ARCHIVE_VERSION})


def _verified(root: Path, line: str) -> str:
    sum_, _two, path = line.partition("  ")
    pure = PurePosixPath(path)
    if not path or pure.is_absolute() or ".." in pure.parts or (root / path).is_symlink():
        _refuse(_("« %(path)s » sort du dossier.") % {"path": path})
    try:
        found = _sum(root / path)
    except OSError:
        _refuse(_("« %(path)s » manque : le dossier est tronqué.") % {"path": path})
    if found != sum_:
        _refuse(_("« %(path)s » a été modifié ou tronqué depuis l’export.") % {"path": path})
    return path


def _sum(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()
