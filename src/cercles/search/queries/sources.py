"""What can be found: each room above registers its sources (slot ``search.sources``) and the names of its facets (``search.facets``)."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from django.db.models import Model, QuerySet

from cercles.core import slots
from cercles.core.text import search_key


class Document(NamedTuple):
    """One object as the index keeps it. All of it may be read by whoever holds one string of ``audience``.

    ``key`` holds the names it goes by, made comparable by ``core.text.search_key``; ``facets`` its codes by facet; ``places`` every
    level of its territory (``commune:69123``, ``departement:69``…), and the facet ``area`` the one that is counted. What has
    ``ended`` is listed after the others. ``inside`` names the one object it lies in, for the room that searches within it.
    """

    title: str
    audience: Collection[str]
    text: str = ""
    key: str = ""
    numbers: Collection[str] = ()
    facets: Mapping[str, Collection[str]] = MappingProxyType({})
    places: Collection[str] = ()
    at: date | None = None
    ended: bool = False
    inside: str = ""

    @property
    def names(self) -> str:
        return self.key or search_key(self.title)


@dataclass(frozen=True)
class Shown:
    """One object as a list of results shows it."""

    title: str
    url: str
    note: str = ""
    fictional: bool = False


@dataclass(frozen=True)
class Read:
    """One object as the database says it now, with the text that an excerpt is cut from."""

    shown: Shown
    text: str = ""


def seen_by(found: QuerySet, reader: Any) -> QuerySet:
    """The usual rule; what has no audience is for everybody."""
    return found.visible_to(reader) if hasattr(found, "visible_to") else found


@dataclass(frozen=True)
class Source:
    """A kind of objects that can be found.

    ``objects`` gives those that may be found by anybody at all, with what ``document`` and ``shown`` read of them; ``visible`` keeps
    those of a reader, and says exactly what the audience of the documents says. ``read`` gives what a page of results says of some of
    them, as far as the reader may see, by queries written once. ``bulk()`` begins a reading of everything: a function of (id, most)
    that gives the next ids after it with their documents, the same as ``document`` makes, much faster. ``carried(kind, first, last)``:
    those that objects of another kind carry; they are read again when what carries them changes, since it says who reads them.
    """

    model: type[Model]
    key: str
    label: Any
    objects: Callable[[], QuerySet]
    document: Callable[[Any], Document]
    shown: Callable[[Any], Shown]
    order: int = 100
    visible: Callable[[QuerySet, Any], QuerySet] = seen_by
    read: Callable[[Any, Collection[int]], Mapping[int, Read]] | None = None
    bulk: Callable[[], Callable[[int, int], list[tuple[int, Document]]]] | None = None
    carried: Callable[[str, int, int], list[int]] | None = None

    @property
    def kind(self) -> str:
        return self.model._meta.label_lower

    def of(self, reader: Any) -> QuerySet:
        return self.visible(self.objects(), reader)

    def said(self, reader: Any, ids: Collection[int]) -> Mapping[int, Read]:
        """By id; what the reader may not see any more is missing."""
        if self.read is not None:
            return self.read(reader, ids)
        rows = self.of(reader).filter(pk__in=ids)
        return {row.pk: Read(self.shown(row), self.document(row).text) for row in rows}


@dataclass(frozen=True)
class Label:
    """The words of a code; a code with a ``parent`` is offered once the parent is chosen."""

    text: str
    parent: str = ""


@dataclass(frozen=True)
class FacetKind:
    """One way to narrow results: its name in the address, its words, and the labels of its codes."""

    key: str
    label: Any
    labels: Callable[[Iterable[str]], Mapping[str, Label]]
    order: int = 100


def all_sources() -> list[Source]:
    """In the order of the page."""
    return sorted(slots.collect("search.sources"), key=lambda source: (source.order, source.key))


def facet_kinds() -> list[FacetKind]:
    return sorted(slots.collect("search.facets"), key=lambda kind: (kind.order, kind.key))


def taken_back(model: type[Model], reader: Any) -> list[int]:
    """The ids that an exclusion (recusal, blocking…) hides from this reader. No query unless a room excludes something for her."""
    ids: list[int] = []
    for exclusion in slots.providers("audience.exclusions"):
        query = exclusion(model, reader)
        if query is not None:
            ids += model._default_manager.filter(query).values_list("pk", flat=True)
    return ids
