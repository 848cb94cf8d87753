"""How long this room keeps an old folder that was sent: its archive until it is confirmed, then what became of each file."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cercles.core.retention import YEAR, Fate, Ground, Rule, delete
from cercles.library.actions import stop_folder
from cercles.library.enums import FolderState
from cercles.library.models import FolderImport

_TO_CONFIRM = timedelta(days=7)
_ENDED = (FolderState.DONE, FolderState.STOPPED)


def _sent(now: datetime) -> QuerySet:
    return FolderImport.objects.filter(state=FolderState.PROPOSED, at__lt=now - _TO_CONFIRM)


def _stop(rows: QuerySet, now: datetime) -> int:
    found = list(rows.select_related("by"))
    for row in found:
        stop_folder(folder=row, by=row.by)
    return len(found)


def _taken(now: datetime) -> QuerySet:
    return FolderImport.objects.filter(state__in=_ENDED, finished_at__lt=now - YEAR)


def rules() -> list[Rule]:
    return [
        Rule(
            "library.sent", _("Anciens dossiers envoyés et jamais confirmés"), _TO_CONFIRM, _("leur envoi"), Fate.ERASED,
            _("Laisser le temps de dire ce que devient chaque dossier."), Ground.CONTRACT, _sent, _stop, slice=20,
        ),
        Rule(
            "library.taken", _("Ce que chaque fichier d’un ancien dossier est devenu"), YEAR, _("la fin de la reprise"),
            Fate.ERASED, _("Retrouver ce qui n’est pas entré, et pourquoi."), Ground.INTEREST, _taken, delete, slice=20,
        ),
    ]  # fmt: skip
