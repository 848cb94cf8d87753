"""The library of a circle, the newest first, narrowed by theme, origin, kind and words, with how many each choice would leave."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, F, QuerySet, TextField, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from cercles.circles.models import Circle, CircleTheme
from cercles.core.prepared import prepared
from cercles.core.routes import address_of
from cercles.core.text import search_key
from cercles.core.typography import when
from cercles.library.enums import Format
from cercles.library.models import CircleDocument
from cercles.library.queries.sizes import weight

DOCUMENTS_A_PAGE, MOST_WORDS, MOST_CHOICES = 20, 8, 30
_SAID = (
    "pk",
    "ref",
    "title",
    "theme__label",
    "origin",
    "format",
    "size",
    "number",
    "changed_at",
    "visibility",
    "is_fictional",
)


class Narrowing(NamedTuple):
    """What the reader asked for. ``theme``: its key."""

    words: str = ""
    theme: str = ""
    origin: str = ""
    format: str = ""

    @property
    def empty(self) -> bool:
        return not any(self)

    @property
    def begins(self) -> tuple[str, ...]:
        return tuple(f" {word}" for word in search_key(self.words).split()[:MOST_WORDS])

    def without(self, name: str) -> "Narrowing":
        return self._replace(**{name: ""})

    @property
    def asked(self) -> tuple[Any, ...]:
        theme = [int(self.theme)] if self.theme.isdecimal() and len(self.theme) < 19 else [0] if self.theme else []
        return self.begins, theme, self.origin, self.format


class DocumentLine(NamedTuple):
    pk: int
    ref: str
    title: str
    theme: str | None
    origin: str
    format: str
    size: int
    number: int
    changed_at: datetime
    visibility: str
    is_fictional: bool

    @property
    def told(self) -> dict[str, Any]:
        """In plain values, for a page."""
        version = _("version %(number)d") % {"number": self.number} if self.number > 1 else ""
        parts = (Format(self.format).label, weight(self.size), self.origin, version, when(self.changed_at))
        return {
            "url": address_of("library:detail", self.ref), "title": self.title, "theme": self.theme or "",
            "note": " · ".join(str(part) for part in parts if part), "wide": self.visibility,
        }  # fmt: skip


def _narrowed(found: Any, words: tuple[str, ...], theme: Collection[int], origin: str, kind: str) -> Any:
    for word in words:
        found = found.alias(padded=Concat(Value(" "), F("search_key"), output_field=TextField())).filter(
            padded__contains=word
        )
    wanted = {"theme__in": theme, "origin": origin, "format": kind}
    return found.filter(**{name: value for name, value in wanted.items() if value})


@prepared
def _listed(
    circle: Any, reader: Any, words: tuple[str, ...], theme: Collection[int], origin: str, kind: str
) -> QuerySet[CircleDocument, Any]:
    seen = CircleDocument.objects.visible_to(reader).filter(circle=circle)
    return _narrowed(seen, words, theme, origin, kind).order_by("-changed_at", "-pk").values_list(*_SAID)


def documents_in(circle: Circle, reader: Any, asked: Narrowing) -> Any:
    """For a ``Paginator``; each row through ``line_of``."""
    return _listed.listed(circle, reader, *asked.asked)


def line_of(row: Any) -> DocumentLine:
    return DocumentLine._make(row)


@prepared
def _newest(circle: Any, reader: Any) -> QuerySet[CircleDocument, Any]:
    seen = CircleDocument.objects.visible_to(reader).filter(circle=circle)
    return seen.order_by("-changed_at", "-pk").values_list(*_SAID)[:3]


def newest_in(circle: Circle, reader: Any) -> list[DocumentLine]:
    return [line_of(row) for row in _newest(circle, reader)]


def facets_of(circle: Circle, reader: Any, asked: Narrowing) -> dict[str, list[tuple[str, str, int]]]:
    """By name of the choice: value, words, how many documents it would leave with the other choices. One query each."""
    told = {}
    for name, label in (("theme", "theme__label"), ("origin", "origin"), ("format", "format")):
        seen = CircleDocument.objects.visible_to(reader).filter(circle=circle)
        found = _narrowed(seen, *asked.without(name).asked).order_by().values_list(name, label)
        rows = found.annotate(many=Count("pk")).order_by("-many", label)[:MOST_CHOICES]
        told[name] = [(str(value), str(words), many) for value, words, many in rows if value]
    told["format"] = [(value, str(Format(value).label), many) for value, _words, many in told["format"]]
    return told


def themes_of(circle: Circle, kept: CircleTheme | None = None) -> QuerySet[CircleTheme]:
    """Those of the grid now, and the one a document already has."""
    now = CircleTheme.objects.filter(circle=circle, retired_at__isnull=True)
    return now | CircleTheme.objects.filter(circle=circle, pk=kept.pk) if kept else now
