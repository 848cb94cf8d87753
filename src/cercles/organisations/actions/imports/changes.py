"""What an import changes, column by column, in words that stay true: the name of a place, not its number."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from cercles.organisations.actions.speaking import HIDDEN, TOLD
from cercles.organisations.models import ImportChange, ImportRun, Organisation
from cercles.references.models import Term
from cercles.territories.models import Territory

_NAMED: dict[str, Any] = {"seat_id": Territory, "category_id": Term}
Changed = tuple[Organisation, dict[str, tuple[Any, Any]]]  # what each column held and holds


def changes_of(run: ImportRun, changed: Sequence[Changed]) -> Iterator[ImportChange]:
    names = {column: _names(model, column, changed) for column, model in _NAMED.items()}
    told = {"is_partly_diffusible", *HIDDEN}
    hidden = [row.pk for row, columns in changed if row.is_partly_diffusible and not told.isdisjoint(columns)]
    if hidden:  # what it was is not kept either
        ImportChange.objects.filter(organisation__in=hidden, column__in=TOLD).delete()
    for row, columns in changed:
        for column, (before, after) in columns.items():
            if row.is_partly_diffusible and column in HIDDEN:
                before = ""
            yield ImportChange(
                run=run, organisation=row, column=column, before=_said(before, names.get(column)),
                after=_said(after, names.get(column)),
            )  # fmt: skip


def _names(model: Any, column: str, changed: Sequence[Changed]) -> dict[int, str]:
    ids = {pk for _row, columns in changed for pk in columns.get(column, ()) if pk}
    return {pk: str(found) for pk, found in model.objects.in_bulk(ids).items()} if ids else {}


def _said(value: Any, names: dict[int, str] | None) -> str:
    if names is not None:
        return names.get(value, "")
    if isinstance(value, bool):
        return "oui" if value else "non"
    return value.isoformat() if isinstance(value, date) else str("" if value is None else value)
