"""The whole of what the directory finds, for files; and a piece of it after a place, for programmes."""

from array import array
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from cercles.core.errors import RuleBroken
from cercles.organisations.queries.answer import answer_ids
from cercles.organisations.queries.directory import is_small
from cercles.organisations.queries.filters import Filters
from cercles.organisations.queries.lines import Place
from cercles.organisations.queries.whole import PIECE, Whole, every_one, piece_after, wholes_at

_AT_ONCE = 50_000  # ids asked of the index
FEW = 10_000  # ids the database is given to put in order


def every_found(reader: Any, text: str, filters: Filters) -> Iterator[Whole]:
    """By name. Words are what the index knows of them, so its ids are kept for the time of the file; without words, the database walks
    its own index of names."""
    ids = _every_id(reader, text, filters) if text else None
    if ids is None:
        yield from every_one(reader, filters.asked(text))
        return
    for first in range(0, len(ids), PIECE):
        yield from wholes_at(reader, ids[first : first + PIECE])


def _every_id(reader: Any, text: str, filters: Filters) -> "array[int] | None":
    """None without an index."""
    ids, page = array("q"), 1
    while True:
        found = answer_ids(reader, text, filters, _AT_ONCE, page)
        if found is None:
            return None
        ids.extend(found[1])
        if len(found[1]) < _AT_ONCE:
            return ids
        page += 1


def found_after(reader: Any, text: str, filters: Filters, after: Place | None, most: int) -> list[Whole]:
    """The next ``most`` by name after a place. What few fit is asked of the index, so that the database never walks to find them."""
    if not text and not filters.chosen:
        return piece_after(reader, filters.asked(text), after, most)
    found = answer_ids(reader, text, filters, FEW)
    if found is None:
        if not is_small():
            raise RuleBroken(
                "index_missing",
                _("La recherche se prépare. Redemandez dans quelques minutes, ou sans mots ni filtres."),
            )
        return piece_after(reader, filters.asked(text), after, most)
    total, ids = found
    if total <= FEW:
        return piece_after(reader, {"ids": ids or [-1]}, after, most)
    if text:
        raise RuleBroken(
            "too_many",
            _("Plus de %(most)d organisations répondent à ces mots. Ajoutez un filtre.") % {"most": FEW},
            field="q",
        )
    return piece_after(reader, filters.asked(text), after, most)
