"""Files that no row names: a process was killed between the two writes. They go after a day, when nobody can be writing the row."""

from datetime import timedelta

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.core.files import unnamed

AFTER, MOST = timedelta(days=1), 100


def strays() -> list[str]:
    """Of every folder whose files rows name; a store that is empty is left alone, one that is away fails the job."""
    before = clock.now() - AFTER
    return [name for name in unnamed() if default_storage.get_modified_time(name) < before]


def sweep_files(*, however_many: bool = False) -> dict[str, int]:
    """Once however often it runs. A killed process leaves one or two; hundreds are a database older than its files, whose right copy
    may still come: nothing goes then until somebody says so."""
    found = strays()
    if len(found) > MOST and not however_many:
        raise RuleBroken("many_strays", _(
            "%(n)d fichiers ne sont nommés nulle part dans la base : c’est beaucoup, et aucun n’a été effacé. Une sauvegarde plus ancienne "
            "que ses fichiers vient-elle d’être remise ? Sinon : « cercles sweep-files », puis « cercles sweep-files --apply »."
        ) % {"n": len(found)})  # fmt: skip
    for name in found:
        default_storage.delete(name)
    return {"dropped": len(found)}
