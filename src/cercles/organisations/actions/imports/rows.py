"""The rows of a batch as they are read: each with its draft, or with the reason why it is refused."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from django.utils.translation import gettext as _

from cercles.core.errors import RuleBroken
from cercles.core.tables import Row
from cercles.organisations.actions.imports.drafts import Draft
from cercles.organisations.actions.imports.gather import OURS
from cercles.organisations.actions.imports.keys import Key, Keys
from cercles.organisations.actions.imports.layouts import Reader


@dataclass(frozen=True, slots=True)
class Read:
    """``part`` and ``line``: where it stands in what was sent; ``draft`` is None where ``reason`` says why."""

    line: int
    cells: dict[str, str]
    draft: Draft | None
    reason: str = ""
    part: str = ""


def batched(rows: Iterator[Row], size: int) -> Iterator[Sequence[Row]]:
    while batch := list(islice(rows, size)):
        yield batch


def read_rows(rows: Sequence[Row], read: Reader, keys: Keys) -> list[Read]:
    """Blank lines are passed over; an organisation that the file has already said is refused, whatever was read before a kill."""
    done = [_read(row, read) for row in rows if not row.is_blank]
    said = [
        (key, row.line)
        for row, one in zip(_written(rows), done, strict=True)
        if one.draft
        for key in one.draft.identity()
    ]
    first = keys.first_lines(said) if said else {}
    return [_once(row, one, first) for row, one in zip(_written(rows), done, strict=True)]


def _written(rows: Sequence[Row]) -> Iterator[Row]:
    return (row for row in rows if not row.is_blank)


def _read(row: Row, read: Reader) -> Read:
    cells, line, part, problem = row.cells, row.line, "", row.problem
    if "fichier" in cells and "ligne" in cells:  # a gathered table says where each row comes from
        part, line, problem = (cells[name] for name in OURS)  # type: ignore[assignment]
        cells = {name: text for name, text in cells.items() if name not in OURS}
    if problem:
        return Read(int(line), cells, None, problem, part)
    try:
        return Read(int(line), cells, read(row), "", part)
    except RuleBroken as refusal:
        return Read(int(line), cells, None, str(refusal.text), part)


def _once(row: Row, one: Read, first: dict[Key, int]) -> Read:
    if one.draft is None:
        return one
    earlier = min((first[key] for key in one.draft.identity()), default=row.line)
    return one if earlier >= row.line else replace(one, draft=None, reason=_said_twice(one, row.line - earlier))


def _said_twice(one: Read, before: int) -> str:
    """Otherwise the two rows of a file would write over each other at each import."""
    if one.part:
        return _(
            "Le registre dit déjà cette organisation, %(before)d lignes plus haut : cette ligne n’est pas prise."
        ) % {"before": before}
    return _("Cette organisation est déjà à la ligne %(line)d de ce fichier : gardez une seule des deux lignes.") % {
        "line": one.line - before
    }
