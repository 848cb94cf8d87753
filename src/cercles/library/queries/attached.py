"""What other rooms show in the library of a circle: files that stay theirs, with their own rights (slot ``library.attached``)."""

from collections.abc import Callable, Collection
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Case, CharField, Q, QuerySet, Value, When

from cercles.circles.models import Circle
from cercles.core import slots
from cercles.core.attachments import KINDS
from cercles.core.text import search_key
from cercles.library.enums import FORMATS, Format
from cercles.library.models import AttachedText

MOST_NAMED = 5_000  # of each kind, the newest: those whose names are compared


class Carried(NamedTuple):
    """A file as the search knows it: read by whoever reads what carries it."""

    name: str
    holder: str  # what carries it is called so
    audience: Collection[str]
    url: str  # of what carries it
    at: date
    fictional: bool = False


class AttachedTexts(NamedTuple):
    """How the search reads such files. ``files()``: those that somebody may find, annotated with ``carrier_id`` and ``of_circle``;
    ``told(files)``: of these keys, those that are still so. ``carrier``: the kind of what carries them."""

    carrier: str
    files: Callable[[], QuerySet[Any]]
    told: Callable[[Collection[int]], dict[int, Carried]]


class AttachedKind(NamedTuple):
    """``rows(circle, reader)``: what the reader may open, in every circle when none is given, annotated with what ``NAMED`` says
    (``format_of_kind`` makes a format of a type). ``key`` stands in addresses; ``label`` says what such a file is joined to;
    ``url(slug, holder, ref)`` opens it and ``holder_url(slug, holder)`` what it is joined to. ``texts``: nothing when it is no file."""

    key: str
    label: Any
    rows: Callable[[Circle | None, Any], QuerySet[Any]]
    url: Callable[[str, str, str], str]
    holder_url: Callable[[str, str], str]
    texts: AttachedTexts | None = None


# What each row bears, in the columns of a document's line.
NAMED = ("own_ref", "held_by", "named", "held_title", "file_format", "bytes", "since")


def attached_kinds() -> list[AttachedKind]:
    return [provider() for provider in slots.providers("library.attached")]


def format_of_kind(column: str) -> Case:
    """The format of a file from the type it was taken with."""
    kinds: dict[Format, list[str]] = {}
    for suffix, (kind, _start) in KINDS.items():
        kinds.setdefault(FORMATS[suffix], []).append(kind)
    told = [When(**{f"{column}__in": found}, then=Value(str(name.value))) for name, found in kinds.items()]
    return Case(*told, default=Value(str(Format.TEXT.value)), output_field=CharField())


def narrowed_by_words(
    rows: QuerySet[Any], begins: Collection[str], kind: AttachedKind, said: Collection[int] | None
) -> QuerySet[Any]:
    """Those each word of which begins a word of their name, or of what they are joined to; or whose text is one of ``said``."""
    if not begins:
        return rows
    told = rows.order_by("-since").values_list("pk", "named", "held_title")[:MOST_NAMED]
    keys = ((pk, f" {search_key(named, held)}") for pk, named, held in told)
    named = Q(pk__in=[pk for pk, key in keys if all(word in key for word in begins)])
    if not said or kind.texts is None:
        return rows.filter(named)
    texts = AttachedText.objects.filter(place=kind.key, pk__in=said).order_by().values("file")
    return rows.filter(named | Q(pk__in=texts))
