"""A circle as a folder that opens without the software: pages, tables, texts and files. See ``docs/decisions/0018-…``."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from cercles.circles.enums import ARCHIVE_FORMAT, ARCHIVE_VERSION, SUMS
from cercles.circles.exports.archive.binding import Binding
from cercles.circles.exports.archive.folder import Folder, whole_folder
from cercles.circles.exports.archive.writing import write_tables
from cercles.circles.queries.ending import final_review_of
from cercles.core import clock
from cercles.core.portable import Seat
from cercles.core.typography import when

__all__ = ["export_circle", "fill"]


def export_circle(seat: Seat, destination: Path) -> dict[str, int]:
    """Whole, or not at all; how many lines of each table left."""
    with whole_folder(destination) as folder:
        return fill(folder, seat)


def fill(folder: Folder, seat: Seat) -> dict[str, int]:
    writing = write_tables(folder, seat)
    reader = _("qui anime le cercle") if seat.facilitates else _("qui en est membre")
    day = when(clock.now())
    Binding(writing).everything(day=day, reader=reader, review=_review(seat))
    folder.write("LISEZMOI.txt", [_readme(seat, day, reader).encode()])
    folder.finish({
        "format": ARCHIVE_FORMAT, "version": ARCHIVE_VERSION, "cercle": seat.circle.slug, "le": clock.now().isoformat(),
        "lignes": writing.counts, "anime": seat.facilitates,
    })  # fmt: skip
    return writing.counts


def _review(seat: Seat) -> str:
    row = final_review_of(seat.circle)
    return row.html if row else ""


def _readme(seat: Seat, day: str, reader: str) -> str:
    said: dict[str, Any] = {"name": seat.circle.name, "day": day, "reader": reader, "sums": SUMS}
    return (
        _(
            "Cercle « %(name)s », copie du %(day)s, de ce que lit %(reader)s.\n\n"
            "Ouvrez index.html dans un navigateur : tout se lit sans connexion et sans le logiciel.\n\n"
            "donnees/ : les tableaux, au format CSV que lit un tableur réglé en français (point-virgule, UTF-8). Les moments y sont en\n"
            "temps universel. Une cellule qui commence par une apostrophe commence sans elle : l’apostrophe empêche le tableur\n"
            "de prendre le texte pour une formule.\n"
            "pages/ : une page par échange, rencontre, fiche, sondage, document.\n"
            "textes/ : les mêmes, en texte (Markdown).\n"
            "fichiers/ : les fichiers joints.\n"
            "%(sums)s : l’empreinte de chaque fichier ; « sha256sum -c %(sums)s » dit si la copie est intacte.\n"
        )
        % said
    )
