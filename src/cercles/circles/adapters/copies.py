"""Prepares a copy in a file; what of copies a person takes away and what her erasure deletes."""

import shutil
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from cercles.circles.actions import copies
from cercles.circles.exports.archive import export_circle
from cercles.circles.models import ArrivedMember, PreparedCopy
from cercles.core import clock
from cercles.core.files import left_in_scratch, put, scratch
from cercles.core.portable import Seat

FOLDER = "copies"  # among the files of the instance
_LEFT_AFTER = timedelta(days=1)


def prepare_copy(copy: int) -> None:
    """The worker's part. Killed anywhere, it begins again: a copy is given only once its row says that it is whole."""
    row = PreparedCopy.objects.select_related("circle", "person").filter(pk=copy, ready_at__isnull=True).first()
    if row is None:
        return
    if not copies.still_holds(row):
        copies.drop_copies([row])
        return
    name = f"{FOLDER}/{row.ref}.zip"
    with scratch(FOLDER) as here:
        whole, aside = here / "whole.zip", here / "folder"
        aside.mkdir()
        export_circle(Seat(circle=row.circle, facilitates=row.facilitates, person=row.person), aside / row.circle.slug)
        _zip(aside, whole)
        put(name, whole)
        size = whole.stat().st_size
    if not copies.copy_is_ready(copy=row, name=name, size=size):
        default_storage.delete(name)


def _zip(folder: Path, whole: Path) -> None:
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                packed.write(path, path.relative_to(folder).as_posix())


def sweep_copies() -> dict[str, int]:
    """Every night: what a killed process left beside the rows, after a day, when nobody can be writing it. Addresses are in there: nothing
    is to stay that no row keeps count of. Copies whose days are over go by their rule of retention."""
    before = clock.now() - _LEFT_AFTER
    found = {name: name.partition(".")[0] for name in _stored()}
    kept = set(PreparedCopy.objects.filter(ref__in=found.values()).values_list("ref", flat=True))
    left = [
        name for name, ref in found.items()
        if ref not in kept and default_storage.get_modified_time(f"{FOLDER}/{name}") < before
    ]  # fmt: skip
    for name in left:
        default_storage.delete(f"{FOLDER}/{name}")
    aside = left_in_scratch(before.timestamp())
    for path in aside:
        shutil.rmtree(path, ignore_errors=True)
    return {"swept": len(left) + len(aside)}


def _stored() -> list[str]:
    try:
        return list(default_storage.listdir(FOLDER)[1])
    except FileNotFoundError:
        return []


def of_person(person: Any) -> dict[str, list[dict[str, Any]]]:
    rows = PreparedCopy.objects.filter(person=person).select_related("circle")
    return {
        _("Copies de cercles demandées"): [
            {
                _("cercle"): str(row.circle), _("demandée le"): row.asked_at.isoformat(),
                _("gardée jusqu’au"): row.until.isoformat() if row.until else "", _("octets"): row.size,
            }
            for row in rows
        ],
        _("Cercles venus d’ailleurs, où vous êtes attendue"): [
            {_("cercle"): str(row.circle), _("rôle"): row.get_role_display(), _("depuis"): row.since.isoformat()}
            for row in ArrivedMember.objects.filter(person=person).select_related("circle")
        ],
    }  # fmt: skip


def erase_told(person: Any) -> list[tuple[bool, str]]:
    asked = PreparedCopy.objects.filter(person=person).exists()
    return [(False, _("Les copies de cercles préparées pour vous."))] if asked else []
