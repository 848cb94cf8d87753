"""The command ``cercles``: every verb of Django's ``manage.py`` and our own.

What an operator can mend (a full disk, a folder that is not theirs, a database that does not answer) is said in one sentence.
"""

import errno
import os
import sys

_FULL = {errno.ENOSPC, errno.EDQUOT}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
_NUMBERS = ("PORT", "CERCLES_SMTP_PORT")
_DISK_FULL = "Le disque est plein : libérez de la place, puis relancez la même commande. Rien n’est perdu."


def main() -> None:
    """A verb is written with hyphens; Python names its module with underscores."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cercles.config.settings")
    if sys.argv[1:2] == ["demo"]:
        os.environ["CERCLES_DEMO"] = "1"
    from django.core.management import execute_from_command_line
    from django.db import OperationalError

    for name in _NUMBERS:
        if not os.environ.get(name, "0").isdigit():
            sys.exit(f"{name} doit être un nombre (reçu : « {os.environ[name]} »).")
    try:
        verb = [word if word.startswith("-") else word.replace("-", "_") for word in sys.argv[1:2]]
        execute_from_command_line(["cercles", *verb, *sys.argv[2:]])
    except (OSError, OperationalError) as trouble:
        sentence = _of_disk(trouble) if isinstance(trouble, OSError) else _of_database(str(trouble))
        if not sentence:
            raise
        sys.exit(sentence)


def _of_disk(trouble: OSError) -> str:
    if trouble.errno in _FULL:
        return _DISK_FULL
    if trouble.errno in _FORBIDDEN:
        return (
            f"Pas le droit d’écrire ({trouble.filename or trouble.strerror}). "
            "Rendez ce dossier à la personne qui lance Cercles, ou donnez un autre CERCLES_HOME."
        )
    return ""


def _of_database(said: str) -> str:
    if "disk is full" in said:
        return _DISK_FULL
    if "readonly database" in said or "unable to open database" in said:
        return "Pas le droit d’écrire la base : rendez CERCLES_HOME à la personne qui lance Cercles."
    if "connection" in said or "resolve" in said:
        return f"La base de données ne répond pas. Vérifiez DATABASE_URL et que PostgreSQL tourne ({said.splitlines()[0]})."
    return ""
