"""One archive holds what an instance owns: its database, its files and its signing key. The index is a cache and stays out.

The archive is an ordinary ``tar.gz``: ``about.json``, ``database.sqlite3`` or ``database.dump``, ``secret_key`` and ``files/``. It gets
its name once it is whole. Nothing of an instance is touched before the archive to restore was read to its end.
"""

import errno
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, connections
from django.utils.translation import gettext as _

from cercles.config import stored
from cercles.core import clock

FORMAT = 1
DATABASES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}


class CannotBackUp(Exception):
    """One sentence that says what to do."""


def write(target: Path) -> dict[str, Any]:
    """Write the archive, readable by its owner alone, and count what it holds."""
    if not target.parent.is_dir():
        raise CannotBackUp(
            _("Le dossier %(folder)s n’existe pas. Créez-le, ou donnez un autre chemin.") % {"folder": target.parent}
        )
    with _scratch(target.parent) as scratch:
        half = scratch / "archive.tar.gz"
        half.touch(mode=0o600)
        database = scratch / DATABASES[connection.vendor]
        _dump(database)
        with tarfile.open(half, "w:gz", compresslevel=6) as archive:
            _add_text(archive, "about.json", json.dumps(_about()))
            _add_text(archive, "secret_key", settings.SECRET_KEY)
            archive.add(database, database.name)
            files = stored.pack(archive)
        with half.open("rb") as whole:
            os.fsync(whole.fileno())
        half.replace(target)
    return {"files": files, "bytes": target.stat().st_size}


def restore(source: Path, *, replace: bool = False) -> dict[str, Any]:
    """Put the archive's database, files and key in this home. The caller holds the home's lock."""
    if not replace and holds_people():
        raise CannotBackUp(
            _(
                "Le dossier %(home)s contient déjà une instance. Donnez un autre CERCLES_HOME, "
                "ou ajoutez --replace pour la remplacer."
            )
            % {"home": settings.HOME}
        )
    with _scratch(settings.HOME) as scratch:
        about = _unpack(source, scratch)
        _load(scratch / DATABASES[connection.vendor])
        files = stored.take(scratch / "files")
        _take_key(scratch / "secret_key")
        mark = settings.HOME / "demo"
        mark.touch() if about["demo"] else mark.unlink(missing_ok=True)
    shutil.rmtree(settings.HOME / "index", ignore_errors=True)
    return {"files": files, "made_at": about["made_at"]}


def holds_people() -> bool:
    """True when somebody has an account here; False on a database that was never prepared."""
    from cercles.people.models import User

    try:
        return User.objects.exists()
    except DatabaseError:
        return False


@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    """A folder on the same disk, gone whatever happens, so that a half archive never bears the final name."""
    made = Path(tempfile.mkdtemp(prefix=".cercles-", dir=folder))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _about() -> dict[str, Any]:
    return {
        "format": FORMAT, "version": version("cercles"), "database": connection.vendor, "demo": settings.DEMO,
        "made_at": clock.now().isoformat(timespec="seconds"),
    }  # fmt: skip


def _add_text(archive: tarfile.TarFile, name: str, text: str) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(text.encode()), 0o600
    archive.addfile(member, io.BytesIO(text.encode()))


# The database


def _dump(target: Path) -> None:
    """A copy of one moment, taken while the site is served."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        try:
            with closing(sqlite3.connect(target)) as copy:
                connection.connection.backup(copy)
        except sqlite3.OperationalError as trouble:
            raise OSError(errno.ENOSPC, str(trouble)) from None
        return
    _postgresql("pg_dump", "--format=custom", "--no-owner", "--no-acl", f"--file={target}")


def _load(dump: Path) -> None:
    if connection.vendor == "postgresql":
        flags = ("--clean", "--if-exists", "--no-owner", "--no-acl", "--exit-on-error", "--single-transaction")
        connections.close_all()
        _postgresql("pg_restore", *flags, str(dump))
        return
    database = Path(settings.DATABASES["default"]["NAME"])
    connections.close_all()
    for trace in ("-wal", "-shm"):
        database.with_name(database.name + trace).unlink(missing_ok=True)
    dump.replace(database)


def _postgresql(tool: str, *arguments: str) -> None:
    """Run a PostgreSQL tool. The password goes by the environment: a command line is seen by everybody on the machine."""
    if shutil.which(tool) is None:
        raise CannotBackUp(
            _(
                "La commande %(tool)s n’est pas installée. Sous Debian ou Ubuntu : "
                "sudo apt install postgresql-client, puis relancez."
            )
            % {"tool": tool}
        )
    base = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    environment = os.environ | {name: str(base[key]) for name, key in names.items() if base[key]}
    if "sslmode" in base["OPTIONS"]:
        environment["PGSSLMODE"] = base["OPTIONS"]["sslmode"]
    done = subprocess.run(
        [tool, f"--dbname={base['NAME']}", *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or [_("sans message")])[-1]
        raise CannotBackUp(_("%(tool)s a échoué : %(reason)s") % {"tool": tool, "reason": reason})


# The archive


def _unpack(source: Path, folder: Path) -> dict[str, Any]:
    """Read the archive to its end and check it."""
    try:
        with tarfile.open(source, "r:gz") as archive:
            for member in archive:
                _unpack_one(archive, member, folder)
            if archive.fileobj is not None:
                archive.fileobj.read()  # to the very end, where the checksum is
        about = json.loads((folder / "about.json").read_text())
    except FileNotFoundError:
        raise CannotBackUp(
            _("%(file)s n’est pas là, ou n’est pas une sauvegarde de Cercles.") % {"file": source}
        ) from None
    except (tarfile.TarError, EOFError, OSError, ValueError, zlib.error) as damage:
        if isinstance(damage, OSError) and damage.errno is not None:
            raise
        raise CannotBackUp(
            _("%(file)s n’est pas une sauvegarde de Cercles, ou elle est incomplète. Prenez-en une autre.")
            % {"file": source}
        ) from None
    _check(about, folder)
    return about


def _unpack_one(archive: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    """Only plain files, only below ``folder``: an archive may come from anywhere."""
    target = (folder / member.name).resolve()
    content = archive.extractfile(member) if member.isreg() and target.is_relative_to(folder.resolve()) else None
    if content is None:
        raise ValueError(member.name)
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as copy:
        shutil.copyfileobj(content, copy)


def _check(about: dict[str, Any], folder: Path) -> None:
    if about["format"] > FORMAT:
        raise CannotBackUp(
            _("Cette sauvegarde vient d’une version plus récente de Cercles. Mettez d’abord Cercles à jour.")
        )
    if about["database"] != connection.vendor:
        raise CannotBackUp(
            _(
                "Cette sauvegarde vient d’une base %(theirs)s, et cette instance emploie %(ours)s. "
                "Accordez DATABASE_URL, puis relancez."
            )
            % {"theirs": about["database"], "ours": connection.vendor}
        )
    if connection.vendor == "sqlite" and not _is_sound(folder / DATABASES["sqlite"]):
        raise CannotBackUp(_("La base contenue dans cette sauvegarde est abîmée. Prenez une autre sauvegarde."))


def _is_sound(database: Path) -> bool:
    with closing(sqlite3.connect(database)) as copy:
        try:
            return copy.execute("PRAGMA quick_check").fetchone() == ("ok",)
        except sqlite3.DatabaseError:
            return False


def _take_key(unpacked: Path) -> None:
    unpacked.chmod(0o600)
    unpacked.replace(settings.HOME / "secret_key")
