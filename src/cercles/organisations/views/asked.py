"""What an address of the directory asks."""

from dataclasses import dataclass, field, replace
from typing import NamedTuple

from django.http import HttpRequest

from cercles.core.routes import address_of
from cercles.core.text import whole_number
from cercles.organisations.queries import Filters
from cercles.organisations.queries.chosen import place_label
from cercles.organisations.queries.reading import Reading, meant, read

LITERAL = "mots"  # in the address: the words are taken as they are
_ORDERS = ("name", "relevance")


@dataclass(frozen=True)
class Ask:
    """``typed`` is what stands in the address, ``text`` what is looked for once a place was read in it (``reading``)."""

    typed: str
    text: str
    filters: Filters
    page: int = 1
    order: str = ""
    reading: Reading | None = None
    place: str = ""
    hidden: dict[str, str] = field(default_factory=dict)

    @property
    def is_narrowed(self) -> bool:
        return bool(self.text or self.filters.chosen)


def ask_of(request: HttpRequest) -> Ask:
    given = {name: _given(request, name)[:40] for name in Filters.names()}
    filters, typed = Filters(**given), _given(request, "q").strip()[:100]
    order, page = _given(request, "order"), _given(request, "page")
    reading = None if filters.near or _given(request, LITERAL) else read(typed)
    place = place_label(filters.near)
    if reading:
        filters, place = replace(filters, near=reading.places[0].territory.code), reading.places[0].label
    hidden = {name: value for name, value in filters.chosen.items() if name != "near"}
    return Ask(
        typed, reading.words if reading else typed, filters, whole_number(page) or 1,
        order if order in _ORDERS else "", reading, place, hidden,
    )  # fmt: skip


def _given(request: HttpRequest, name: str) -> str:
    return request.GET.get(name, "").replace("\x00", " ")


class TypedPlace(NamedTuple):
    """A place typed in its box: where it leads, or the words that name no commune we know."""

    address: str = ""
    unknown: str = ""


def typed_place(request: HttpRequest) -> TypedPlace:
    """« Montargis » becomes the code of the commune, in the same address."""
    text = _given(request, "pres").strip()[:120]
    if "pres" not in request.GET:
        return TypedPlace()
    found = meant(text) if text else []
    if text and not found:
        return TypedPlace(unknown=text)
    query = request.GET.copy()
    for name in ("pres", "near", "page", *(() if found else ("km",))):
        query.pop(name, None)
    if found:
        query["near"] = found[0].territory.code
    kept = query.copy()
    for name in [name for name, value in query.items() if not value]:
        del kept[name]
    return TypedPlace(
        address=f"{address_of('organisations:list')}?{kept.urlencode()}" if kept else address_of("organisations:list")
    )
