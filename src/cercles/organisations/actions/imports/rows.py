"""The rows of a batch as they are read: each with its draft, or with the reason why it is refused."""

import pickle
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from cercles.core.errors import RuleBroken
from cercles.core.tables import Row
from cercles.organisations.actions.imports.drafts import Draft
from cercles.organisations.actions.imports.gather import OURS
from cercles.organisations.actions.imports.keys import Key, Keys
from cercles.organisations.actions.imports.layouts import Reader
from cercles.organisations.actions.imports.writing import row_of

PIECE = 100


@dataclass
class Read:
    """``part`` and ``line``: where it stands in what was sent; ``draft`` is None where ``reason`` says why; ``row``: of a new page, when it
    was prepared ahead (``writing.row_of``)."""

    line: int
    written: dict[str, str] | bytes  # packed by the process that reads ahead: most are never looked at again
    draft: Draft | None
    reason: str = ""
    part: str = ""
    row: list[Any] | None = None

    @property
    def cells(self) -> dict[str, str]:
        """The row as it is written in the file."""
        return pickle.loads(self.written) if isinstance(self.written, bytes) else self.written


@dataclass(frozen=True, slots=True)
class Piece:
    """``count`` rows of the file, blank ones included, up to the place ``end``; what was read of them."""

    count: int
    end: int
    done: list[Read]

    def followed_by(self, other: "Piece") -> "Piece":
        return Piece(self.count + other.count, other.end, self.done + other.done)


def pieces_of(rows: Iterator[Row], read: Reader, keys: Keys) -> Iterator[Piece]:
    for some in batched(rows, PIECE):
        yield Piece(len(some), some[-1].end, read_rows(some, read, keys))


def prepare(piece: Piece) -> Piece:
    """Find out all that can be before its turn comes, so that whoever writes has little left to do."""
    for one in piece.done:
        one.written = pickle.dumps(one.written, pickle.HIGHEST_PROTOCOL)
        if draft := one.draft:
            one.row = row_of(draft)
            _ = (
                draft.key,
                draft.handles,
                draft.columns.get("seat_id") and draft.name_key,
            )  # remembered, hence sent along
    return piece


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
        part, line, problem = (cells.pop(name) for name in OURS)  # type: ignore[assignment]
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
