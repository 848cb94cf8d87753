"""The command ``cercles``: every verb of Django's ``manage.py`` and our own.

What an operator can mend (a full disk, a folder that is not theirs, a database that does not answer) is said in one sentence.
"""

import errno
import os
import re
import sys
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import dj_database_url
from django.core.management import ManagementUtility
from django.core.management.base import OutputWrapper
from django.db import OperationalError
from django.utils.translation import gettext

_FULL = {errno.ENOSPC, errno.EDQUOT}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
_PORTS = ("PORT", "CERCLES_SMTP_PORT")
_SECONDS = (
    "CERCLES_SMTP_TIMEOUT", "CERCLES_INDEX_POLL_S", "CERCLES_WORKER_POLL_S", "CERCLES_WORKER_LEASE_S", "CERCLES_WORKER_RETRY_S",
    "CERCLES_INCOMING_POLL_S",
)  # fmt: skip


_ADDRESS = "DATABASE_URL doit ressembler à postgres://personne:secret@machine:5432/base"


def _(text: str) -> str:
    """Translated, unless what fails is the reading of the settings itself."""
    try:
        return gettext(text)
    except OSError:
        return text


class _Sentences(OutputWrapper):
    """Django writes the name of the error before what it says; whoever types a command has no use for it."""

    def write(self, msg: str = "", style_func: Any = None, ending: str | None = None) -> None:
        super().write(msg.removeprefix("CommandError: "), style_func, ending)


class _Utility(ManagementUtility):
    def fetch_command(self, subcommand: str) -> Any:
        command = super().fetch_command(subcommand)
        command.stderr = _Sentences(sys.stderr)
        return command


def _wrong_setting() -> str:
    """What would stop the reading of the settings: said before, hence before any translation."""
    for name in (*_PORTS, *_SECONDS):
        given = os.environ.get(name, "1")
        if not re.fullmatch(r"\d+" if name in _PORTS else r"\d+(\.\d+)?", given):
            return f"{name} doit être un nombre (reçu : « {given} »)."
        if name in _PORTS and not 0 < int(given) < 65_536:
            return f"{name} doit être un port, de 1 à 65535 (reçu : « {given} »)."
    if not re.match(r"(postgres(ql)?|sqlite)://|$", os.environ.get("DATABASE_URL", "")):
        return _ADDRESS
    zone = os.environ.get("CERCLES_TIME_ZONE") or "UTC"
    try:
        ZoneInfo(zone)
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return f"CERCLES_TIME_ZONE doit être un fuseau comme Europe/Paris (reçu : « {zone} »)."
    return ""


def main() -> None:
    """A verb is written with hyphens; Python names its module with underscores."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cercles.config.settings")
    if sys.argv[1:2] == ["demo"]:
        os.environ["CERCLES_DEMO"] = "1"
    if wrong := _wrong_setting():
        sys.exit(wrong)
    try:
        verb = [word if word.startswith("-") else word.replace("-", "_") for word in sys.argv[1:2]]
        _Utility(["cercles", *verb, *sys.argv[2:]]).execute()
    except (dj_database_url.ParseError, dj_database_url.UnknownSchemeError):
        sys.exit(_ADDRESS)
    except (OSError, OperationalError) as trouble:
        sentence = _of_disk(trouble) if isinstance(trouble, OSError) else _of_database(str(trouble))
        if not sentence:
            raise
        sys.exit(sentence)


def _disk_full() -> str:
    return _("Le disque est plein : libérez de la place, puis relancez la même commande. Rien n’est perdu.")


def _of_disk(trouble: OSError) -> str:
    if trouble.errno in _FULL:
        return _disk_full()
    if trouble.errno in _FORBIDDEN:
        said = _(
            "Pas le droit d’écrire (%(what)s). "
            "Rendez ce dossier à la personne qui lance Cercles, ou donnez un autre CERCLES_HOME."
        )
        return said % {"what": trouble.filename or trouble.strerror}
    return ""


def _of_database(said: str) -> str:
    if "disk is full" in said:
        return _disk_full()
    if "readonly database" in said or "unable to open database" in said:
        return _("Pas le droit d’écrire la base : rendez CERCLES_HOME à la personne qui lance Cercles.")
    if "connection" in said or "resolve" in said:
        sentence = _("La base de données ne répond pas. Vérifiez DATABASE_URL et que PostgreSQL tourne (%(said)s).")
        return sentence % {"said": said.splitlines()[0]}
    return ""
