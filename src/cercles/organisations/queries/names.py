"""The other name by which an organisation was found: its legal name, its short one, or that of a page merged into it."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Q, QuerySet

from cercles.core.enums import Visibility
from cercles.core.prepared import prepared
from cercles.core.text import search_key
from cercles.organisations.models import Organisation
from cercles.organisations.queries.lines import Row

_Names = tuple[int | None, int, str, str, str, str]


def is_told(other: str, own: str) -> bool:
    """Whoever sees the page might see the one merged into it: its names tell nobody more than she may know. Two visibilities."""
    return other == Visibility.PUBLIC or (other == Visibility.NETWORK and own != Visibility.PUBLIC)


def with_other_names(rows: list[Row], text: str) -> list[Row]:
    """Where words typed begin no word of the name shown, the name that holds most of them, if one does."""
    words = search_key(text).split()
    missing = {row.pk: lacked for row in rows if (lacked := _missing(words, row.name))}
    known = defaultdict(list)
    for into, pk, *told in _names(list(missing)):
        known[into or pk].append((*told, into is None))
    return [
        row._replace(also=_other(row, missing[row.pk], known[row.pk])) if row.pk in missing else row for row in rows
    ]


def _other(row: Row, missing: list[str], known: Iterable[tuple[Any, ...]]) -> str:
    names = [
        name
        for visibility, *names, is_own in known
        if is_own or is_told(visibility, row.visibility)
        for name in names
        if name
    ]
    best = min(names, key=lambda name: len(_missing(missing, name)), default="")
    return best if len(_missing(missing, best)) < len(missing) else ""


def _missing(words: Iterable[str], name: str) -> list[str]:
    """Those that begin no word of a name."""
    held = search_key(name).split()
    return [word for word in words if not any(one.startswith(word) for one in held)]


@prepared
def _names(ids: Collection[int]) -> QuerySet[Organisation, _Names]:
    found = Organisation.objects.filter(Q(pk__in=ids) | Q(merged_into__in=ids)).order_by("pk")
    return found.values_list("merged_into", "pk", "visibility", "name", "legal_name", "short_name")
