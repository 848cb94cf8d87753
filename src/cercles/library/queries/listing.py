"""The library of a circle, the newest first: its documents, and what other rooms hold in the circle, with how many each choice leaves."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import CharField, Count, F, IntegerField, Q, QuerySet, TextField, Value
from django.db.models.functions import Coalesce, Concat
from django.utils.translation import gettext as _

from cercles.circles.models import Circle, CircleTheme
from cercles.core.prepared import prepared
from cercles.core.routes import address_of
from cercles.core.text import search_key, whole_number
from cercles.core.typography import when
from cercles.library.enums import Format
from cercles.library.models import AttachedText, CircleDocument
from cercles.library.queries.attached import AttachedKind, attached_kinds, narrowed_by_words
from cercles.library.queries.sizes import weight
from cercles.search.queries.within import said_within

DOCUMENTS_A_PAGE, MOST_WORDS, MOST_CHOICES, MOST_SAID = 20, 8, 30, 20_000
ADDED = "ajout"  # the choice of what was added here, beside those of other rooms


class Narrowing(NamedTuple):
    """What the reader asked for. ``theme``: its key; ``place``: where it comes from, in the circle."""

    words: str = ""
    theme: str = ""
    origin: str = ""
    format: str = ""
    place: str = ""

    @property
    def empty(self) -> bool:
        return not any(self)

    @property
    def begins(self) -> tuple[str, ...]:
        return tuple(f" {word}" for word in search_key(self.words).split()[:MOST_WORDS])

    @property
    def theme_key(self) -> int:
        """0, the key of none, when it is no number."""
        return whole_number(self.theme)

    @property
    def of_documents(self) -> bool:
        """Themes and origins are said of documents alone."""
        return bool(self.theme or self.origin)

    def without(self, name: str) -> "Narrowing":
        return self._replace(**{name: ""})


class DocumentLine(NamedTuple):
    place: str
    ref: str
    holder: str  # what it is joined to
    holder_title: str
    title: str
    theme: str
    origin: str
    format: str
    size: int
    number: int
    changed_at: datetime
    visibility: str

    def told(self, slug: str, kinds: dict[str, AttachedKind]) -> dict[str, Any]:
        """In plain values, for a page."""
        version = _("version %(number)d") % {"number": self.number} if self.number > 1 else ""
        heavy = weight(self.size) if self.size else ""
        parts = (Format(self.format).label, heavy, self.origin, version, when(self.changed_at))
        kind = kinds.get(self.place)
        return {
            "url": kind.url(slug, self.holder, self.ref) if kind else address_of("library:detail", self.ref),
            "title": self.title, "theme": self.theme, "wide": self.visibility, "note": " · ".join(str(one) for one in parts if one),
            "joined": str(kind.label) if kind else "", "holder": self.holder_title if kind else "",
            "holder_url": kind.holder_url(slug, self.holder) if kind else "",
        }  # fmt: skip


def _text(value: str) -> Value:
    return Value(value, output_field=CharField())


def _as_lines(found: QuerySet[CircleDocument]) -> QuerySet[Any, Any]:
    """In the columns of ``DocumentLine``, which a union asks for in one order."""
    told = found.order_by().annotate(
        place=_text(ADDED),
        none=_text(""),
        theme_label=Coalesce("theme__label", _text("")),
        since=F("changed_at"),
        own_ref=F("ref"),
    )
    return told.values_list(
        "place", "own_ref", "none", "none", "title", "theme_label", "origin", "format", "size", "number", "since", "visibility"
    )  # fmt: skip


def _attached_lines(kind: AttachedKind, rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    told = rows.order_by().annotate(
        a_place=_text(kind.key), a_none=_text(""), a_one=Value(1, output_field=IntegerField()), a_wide=_text("circle")
    )
    return told.values_list(
        "a_place", "own_ref", "held_by", "held_title", "named", "a_none", "a_none", "file_format", "bytes", "a_one", "since", "a_wide"
    )  # fmt: skip


def _documents(circle: Circle, reader: Any, asked: Narrowing) -> QuerySet[CircleDocument]:
    found = CircleDocument.objects.visible_to(reader).filter(circle=circle)
    if asked.words:
        found = found.filter(_saying(circle, reader, asked))
    if asked.theme:
        found = found.filter(theme=asked.theme_key)
    if asked.origin:
        found = found.filter(origin=asked.origin)
    return found.filter(format=asked.format) if asked.format else found


def _saying(circle: Circle, reader: Any, asked: Narrowing) -> Q:
    """By their text, as the index read it; and by their title, from the moment they are there."""
    titled = Q()
    for word in asked.begins:
        titled &= Q(padded__contains=word)
    padded = Concat(Value(" "), F("search_key"), output_field=TextField())
    named = CircleDocument.objects.filter(circle=circle).alias(padded=padded).filter(titled).order_by().values("pk")
    said = said_within(reader, CircleDocument, asked.words, inside=circle.members_audience, most=MOST_SAID)
    return Q(pk__in=named) if not said else Q(pk__in=named) | Q(pk__in=said)


def _attached(circle: Circle, reader: Any, asked: Narrowing) -> list[tuple[AttachedKind, QuerySet[Any]]]:
    """Of each other room, what answers to the words; nothing when a theme or an origin is asked."""
    if asked.of_documents:
        return []
    said: list[int] | None = None
    if asked.words:
        said = said_within(reader, AttachedText, asked.words, inside=circle.members_audience, most=MOST_SAID)
    return [(kind, narrowed_by_words(kind.rows(circle, reader), asked.begins, kind, said)) for kind in attached_kinds()]


class Library:
    """What a reader asks of the library of a circle: the list, for a ``Paginator``, and the counts of each choice."""

    def __init__(self, circle: Circle, reader: Any, asked: Narrowing):
        self.circle, self.reader, self.asked = circle, reader, asked
        self.attached = _attached(circle, reader, asked)

    @property
    def rows(self) -> QuerySet[Any, Any]:
        asked = self.asked
        wanted = [_as_lines(_documents(self.circle, self.reader, asked))] if asked.place in ("", ADDED) else []
        for kind, rows in self.attached:
            if asked.place in ("", kind.key):
                held = rows.filter(file_format=asked.format) if asked.format else rows
                wanted.append(_attached_lines(kind, held))
        if not wanted:
            return _as_lines(CircleDocument.objects.none())
        first, *others = wanted
        return (first.union(*others, all=True) if others else first).order_by("-since", "-own_ref")

    def lines(self, rows: Collection[Any]) -> list[dict[str, Any]]:
        kinds = {kind.key: kind for kind in attached_kinds()}
        return [DocumentLine._make(row).told(self.circle.slug, kinds) for row in rows]

    def facets(self) -> dict[str, list[tuple[str, str, int]]]:
        """By name of the choice: value, words, how many it would leave with the other choices."""
        many = self._by_format()
        places = {ADDED: _("Ajoutés ici"), **{kind.key: str(kind.label) for kind, _rows in self.attached}}
        asked = self.asked
        kept = {name: sum(n for form, n in many[name].items() if asked.format in ("", form)) for name in many}
        formats: Counter[str] = Counter()
        for name, counted in many.items():
            formats.update(counted if asked.place in ("", name) else {})
        return {
            "theme": self._of_documents("theme", "theme__label"), "origin": self._of_documents("origin", "origin"),
            "format": [(value, str(Format(value).label), n) for value, n in formats.most_common()],
            "place": [(name, words, kept[name]) for name, words in places.items() if kept.get(name)],
        }  # fmt: skip

    def _by_format(self) -> dict[str, dict[str, int]]:
        """How many of each format, by where they come from, whatever format and place are chosen."""
        found = _documents(self.circle, self.reader, self.asked.without("format")).order_by()
        many = {ADDED: dict(found.values_list("format").annotate(many=Count("pk")))}
        for kind, rows in self.attached:
            many[kind.key] = dict(rows.order_by().values_list("file_format").annotate(many=Count("pk")))
        return many

    def _of_documents(self, name: str, label: str) -> list[tuple[str, str, int]]:
        if self.asked.place not in ("", ADDED):
            return []
        found = _documents(self.circle, self.reader, self.asked.without(name)).order_by().values_list(name, label)
        rows = found.annotate(many=Count("pk")).order_by("-many", label)[:MOST_CHOICES]
        return [(str(value), str(words), many) for value, words, many in rows if value]


@prepared
def _newest(circle: Any, reader: Any) -> QuerySet[CircleDocument, Any]:
    return _as_lines(CircleDocument.objects.visible_to(reader).filter(circle=circle)).order_by("-since", "-own_ref")[:3]


def newest_in(circle: Circle, reader: Any) -> list[dict[str, Any]]:
    return [DocumentLine._make(row).told(circle.slug, {}) for row in _newest(circle, reader)]


def themes_of(circle: Circle, kept: CircleTheme | None = None) -> QuerySet[CircleTheme]:
    """Those of the grid now, and the one a document already has."""
    now = CircleTheme.objects.filter(circle=circle, retired_at__isnull=True)
    return now | CircleTheme.objects.filter(circle=circle, pk=kept.pk) if kept else now
