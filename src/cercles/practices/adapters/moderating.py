"""A shared sheet as something to report."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cercles.circles.queries.moderation import ModeratedKind, Written
from cercles.practices import actions, queries
from cercles.practices.enums import SHARED, TEXT_FIELDS
from cercles.practices.models import PracticeSheet
from cercles.practices.rules import can_see_sheet


def _written(sheet: PracticeSheet) -> Written:
    """The text that is shared, each part under its name; of its files, the names."""
    texts = queries.labelled({name: getattr(sheet, name) for name in TEXT_FIELDS if name != "title"})
    lines = [f"{label}\n{text}" for _name, label, text in texts]
    lines += [_("Fichier : %(name)s") % {"name": row.name} for row in queries.files_of(sheet, False)]
    name = sheet.author.display_name if sheet.author else str(_("ancien membre"))
    return Written(
        queries.SHEET, sheet.pk, sheet.ref, sheet.circle, sheet.author, name, sheet.title, "\n\n".join(lines),
        sheet.get_absolute_url(), sheet.state not in SHARED,
    )  # fmt: skip


def _sheet(**which: Any) -> PracticeSheet | None:
    return PracticeSheet.objects.filter(**which).select_related("circle", "author").first()


def seen(ref: str, reader: Any) -> Written | None:
    """Not before it is shared: those who are asked about it answer by their agreement."""
    sheet = _sheet(ref=ref, state__in=SHARED)
    return _written(sheet) if sheet is not None and can_see_sheet(reader, sheet) else None


def found(pk: int) -> Written | None:
    sheet = _sheet(pk=pk)
    return None if sheet is None else _written(sheet)


def kinds() -> list[ModeratedKind]:
    left = gettext_lazy("À son adresse, on lit qu’elle a été retirée, et quand.")
    back = gettext_lazy("Elle est rendue aux membres du cercle ; qui l’écrit peut de nouveau la rendre publique.")
    away = (actions.take_away_sheet, actions.give_back_sheet, actions.erase_sheets)
    return [ModeratedKind(queries.SHEET, "sheet", seen, found, *away, left, back)]
