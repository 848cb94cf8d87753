"""What is sent becomes one archive, on a disk of ours, read before anything is promised."""

import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from django.core.files import File
from django.utils.translation import gettext as _

from cercles.core.attachments import name_of
from cercles.core.errors import RuleBroken
from cercles.core.text import visible
from cercles.library.reading import Inside, Unopened, read_archive
from cercles.library.reading.archives import MOST_FILES

MOST_BYTES = 1024 * 1024 * 1024  # of what is sent at once


@contextmanager
def as_archive(files: Sequence[Any], paths: Sequence[str] = ()) -> Iterator[tuple[File, str, list[Inside]]]:
    """The archive, a name for it, and what it holds. ``paths``: where each file lay in its folder, as the browser says it."""
    if sum(file.size for file in files) > MOST_BYTES:
        raise RuleBroken("too_big", _("C’est plus d’un gigaoctet : envoyez-le en plusieurs fois."), field="files")
    alone = len(files) == 1 and name_of(files[0]).lower().endswith(".zip")
    with tempfile.NamedTemporaryFile(prefix="cercles-", suffix=".zip") as here:
        if alone:
            for piece in files[0].chunks():
                here.write(piece)
        else:
            _pack(here, files, paths)
        here.flush()
        held = _read(Path(here.name))
        if len(held) > MOST_FILES:
            raise _refusal("too_many")
        here.seek(0)
        yield File(here), name_of(files[0]) if alone else _called(files, paths), held


def _pack(here: Any, files: Sequence[Any], paths: Sequence[str]) -> None:
    said = list(paths) if len(paths) == len(files) else [name_of(file) for file in files]
    with zipfile.ZipFile(here, "w", zipfile.ZIP_STORED) as archive:
        for file, path in zip(files, said, strict=True):
            with archive.open(path[-400:] or "?", "w", force_zip64=True) as part:
                for piece in file.chunks():
                    part.write(piece)


def _called(files: Sequence[Any], paths: Sequence[str]) -> str:
    root = PurePosixPath(paths[0]).parts[0] if paths and "/" in paths[0] else ""
    return visible(root).strip()[:160] or _("%(n)d fichiers") % {"n": len(files)}


def _read(path: Path) -> list[Inside]:
    try:
        return read_archive(path)
    except Unopened as closed:
        raise _refusal(closed.code) from closed


def _refusal(code: str) -> RuleBroken:
    told = {
        "damaged": _("Cette archive est abîmée ou incomplète : faites-la de nouveau, puis renvoyez-la."),
        "too_many": _("Il y a plus de %(most)d fichiers : envoyez le dossier en plusieurs fois.")
        % {"most": MOST_FILES},
        "swells": _("Ouverte, cette archive pèserait plus de 4 Go : envoyez le dossier en plusieurs fois."),
        "nothing": _("Il n’y a aucun fichier à reprendre là-dedans."),
    }
    return RuleBroken(code, told[code], field="files")


def refused_for(code: str) -> str:
    """Why one file of an archive is not taken."""
    return {
        "outside": _("Son chemin sort du dossier."),
        "link": _("C’est un raccourci vers un autre fichier, pas un fichier."),
        "nested": _("C’est une archive dans l’archive : ouvrez-la, puis renvoyez ce qu’elle contient."),
        "locked": _("Il est protégé par un mot de passe."),
        "damaged": _("Il est abîmé dans l’archive."),
    }[code]
