"""Files of other rooms in the search: each under its name, with what it says, for those who read what carries it."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy

from cercles.library.models import AttachedText
from cercles.library.queries import AttachedKind, Carried, attached_kinds
from cercles.search.queries import Document, Read, Shown, Source

AT_ONCE = 100  # a text may be long


def _kinds() -> dict[str, AttachedKind]:
    return {kind.key: kind for kind in attached_kinds() if kind.texts is not None}


def findable() -> QuerySet[AttachedText]:
    return AttachedText.objects.select_related("circle")


def _told(rows: Iterable[AttachedText]) -> dict[int, Carried]:
    """By key of a text; what is carried no more, or was taken back, is not in it. One question a room."""
    kinds, files = _kinds(), defaultdict(dict)
    for row in rows:
        files[row.place][row.file] = row.pk
    return {
        held[file]: carried
        for place, held in files.items() if place in kinds
        for file, carried in kinds[place].texts.told(list(held)).items()  # type: ignore[union-attr]
    }  # fmt: skip


def _document(row: AttachedText, carried: Carried | None) -> Document:
    """Nobody finds what nobody may open any more, until it is swept."""
    if carried is None:
        return Document("", ())
    text = " · ".join(filter(None, (carried.holder, row.text)))
    return Document(carried.name, carried.audience, text, at=carried.at, inside=row.circle.members_audience)


def document(row: AttachedText) -> Document:
    return _document(row, _told([row]).get(row.pk))


def bulk() -> Callable[[int, int], list[tuple[int, Document]]]:
    def read(after: int, most: int) -> list[tuple[int, Document]]:
        rows = list(findable().filter(pk__gt=after).order_by("pk")[: min(most, AT_ONCE)])
        told = _told(rows)
        return [(row.pk, _document(row, told.get(row.pk))) for row in rows]

    return read


def carried(kind: str, first: int, last: int) -> list[int]:
    """What carries them changed, and so perhaps who reads them."""
    places = [place for place, one in _kinds().items() if one.texts and one.texts.carrier == kind]
    if not places:
        return []
    found = AttachedText.objects.filter(place__in=places, holder__gte=first, holder__lte=last)
    return list(found.order_by("pk").values_list("pk", flat=True))


def visible(found: QuerySet[Any], reader: Any) -> QuerySet[Any]:
    """What she may open where it is joined."""
    seen = Q(pk__in=[])
    for place, kind in _kinds().items():
        seen |= Q(place=place, file__in=kind.rows(None, reader).order_by().values("pk"))
    return found.filter(seen)


def shown(row: AttachedText) -> Shown:
    return _shown(row, _told([row])[row.pk])


def _shown(row: AttachedText, carried: Carried) -> Shown:
    """It leads to what carries it, where the file is opened."""
    label = _kinds()[row.place].label
    return Shown(carried.name, carried.url, f"{label} · {carried.holder}", fictional=carried.fictional)


def read(reader: Any, ids: Collection[int]) -> Mapping[int, Read]:
    rows = list(visible(findable().filter(pk__in=ids), reader)) if ids else []
    told = _told(rows)
    return {row.pk: Read(_shown(row, told[row.pk]), row.text) for row in rows if row.pk in told}


def sources() -> list[Source]:
    return [
        Source(
            AttachedText, "pieces", gettext_lazy("Fichiers joints"), findable, document, shown, order=29, visible=visible,
            read=read, bulk=bulk, carried=carried,
        )
    ]  # fmt: skip
