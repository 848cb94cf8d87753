"""The files of the instance, wherever they lie: in a folder, or in a store that speaks S3 and has no paths."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, default_storage
from django.db.models import FileField

_SLICE = 500


def folder() -> Path | None:
    """Of a store that is one; None when files lie elsewhere."""
    return Path(default_storage.location) if isinstance(default_storage, FileSystemStorage) else None


@contextmanager
def on_disk(file: Any) -> Iterator[Path]:
    """A path to read a stored file by: its own, or that of a copy that lasts as long as it is needed."""
    if folder() is not None:
        yield Path(file.path)
        return
    with scratch("read") as here:
        copy = here / "copy"
        with file.open("rb") as there, copy.open("wb") as kept:
            shutil.copyfileobj(there, kept)
        yield copy


@contextmanager
def scratch(mark: str) -> Iterator[Path]:
    """A folder of this machine, gone at the end; what a killed process leaves in it is told by ``left_in_scratch``."""
    settings.SCRATCH_ROOT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f"{mark}-", dir=settings.SCRATCH_ROOT) as made:
        yield Path(made)


def left_in_scratch(before: float) -> list[Path]:
    """Folders nobody has written in since that moment."""
    root = settings.SCRATCH_ROOT
    return [path for path in root.iterdir() if path.stat().st_mtime < before] if root.is_dir() else []


def put(name: str, path: Path) -> None:
    """Under this very name, in place of what is there."""
    default_storage.delete(name)
    with path.open("rb") as whole:
        default_storage.save(name, File(whole))


def folders_of_rows() -> dict[str, list[tuple[Any, str]]]:
    """Folders of the store, each with the columns that name its files."""
    found: dict[str, list[tuple[Any, str]]] = {}
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, FileField):
                path: Any = field.upload_to
                found.setdefault(path(model(), "").partition("/")[0], []).append((model, field.name))
    return found


def unnamed() -> Iterator[str]:
    """Stored files that no row names, whatever their age: some are being written."""
    for within, columns in folders_of_rows().items():
        try:
            names = iter(default_storage.listdir(within)[1])
        except FileNotFoundError:
            continue
        while some := [f"{within}/{name}" for name in islice(names, _SLICE)]:
            known: set[str] = set()
            for model, column in columns:
                rows = model._base_manager.filter(**{f"{column}__in": some})
                known.update(rows.values_list(column, flat=True))
            yield from (name for name in some if name not in known)


def every_name(within: str = "") -> Iterator[str]:
    """Of every stored file, folder after folder."""
    folders, names = default_storage.listdir(within)
    for name in sorted(names):
        yield f"{within}/{name}" if within else name
    for inside in sorted(filter(None, folders)):
        yield from every_name(f"{within}/{inside}" if within else inside)
