"""A whole instance as a folder: each circle in its own, the organisations, the people who show themselves, a table of contents."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from cercles.circles.enums import ARCHIVE_VERSION, ORGANISATIONS, PEOPLE
from cercles.circles.exports.archive import fill, pages
from cercles.circles.exports.archive.folder import Folder, whole_folder
from cercles.circles.exports.archive.writing import ORGANISATION_HEADINGS, organisation_cells
from cercles.circles.models import Circle
from cercles.circles.queries import archived
from cercles.core import clock
from cercles.core.portable import Seat
from cercles.core.tables import Flavour, write_table
from cercles.core.typography import when

PEOPLE_HEADINGS = ["référence", "nom", "fictive"]


def export_instance(destination: Path) -> dict[str, int]:
    """Whole, or not at all. Each circle's folder comes into another instance by itself."""
    with whole_folder(destination) as folder:
        circles = [_circle(folder, circle) for circle in Circle.objects.order_by("pk").iterator()]
        counts = {"cercles": len(circles)}
        _table(
            folder,
            counts,
            ORGANISATIONS,
            ORGANISATION_HEADINGS,
            map(organisation_cells, archived.organisations_shown()),
        )
        people = ([row.ref, row.display_name, row.is_fictional] for row in archived.people_shown())
        _table(folder, counts, PEOPLE, PEOPLE_HEADINGS, people)
        for path, content in pages.dress():
            folder.write(path, [content])
        said = {
            "root": "",
            "circle": {"name": settings.SITE_NAME},
            "day": when(clock.now()),
            "circles": circles,
            "counts": counts,
        }
        folder.write("index.html", [pages.whole("circles/archive/instance.html", **said)])
        folder.write("LISEZMOI.txt", [_readme(said["day"]).encode()])
        folder.finish(
            {"format": "cercles-instance", "version": ARCHIVE_VERSION, "le": clock.now().isoformat(), "lignes": counts}
        )
        return counts


def _circle(folder: Folder, circle: Circle) -> dict[str, Any]:
    root = folder.root / "cercles" / circle.slug
    root.mkdir(parents=True)
    inside = Folder(root)
    try:
        counts = fill(inside, Seat(circle=circle, facilitates=True))
    finally:
        inside.close()
    folder.vouch(f"cercles/{circle.slug}/manifeste.json")
    return {"name": circle.name, "page": f"cercles/{circle.slug}/index.html", "members": counts["membres"]}


def _table(folder: Folder, counts: dict[str, int], name: str, headings: list[str], rows: Iterator[list[Any]]) -> None:
    counts[name] = 0

    def counted() -> Iterator[list[Any]]:
        for row in rows:
            counts[name] += 1
            yield row

    folder.write(f"donnees/{name}.csv", write_table(headings, counted(), Flavour.EXCEL_FR))


def _readme(day: str) -> str:
    return _(
        "Copie de l’instance « %(name)s » du %(day)s.\n\n"
        "Ouvrez index.html dans un navigateur. cercles/ : un dossier par cercle, qui se lit et s’importe seul\n"
        "(« cercles import-circle cercles/NOM »). donnees/ : les organisations et les personnes que tout compte voit ;\n"
        "aucune adresse n’y figure, hors celles des membres dans le dossier de leur cercle.\n"
    ) % {"name": settings.SITE_NAME, "day": day}
