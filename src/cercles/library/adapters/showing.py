"""What the room shows on the pages of others: a tab, a panel, ends of the thread, what the search finds, words of the history."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import F, FilteredRelation, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cercles.circles.models import Circle
from cercles.circles.rules import can_see_inside
from cercles.core.components import Panel, Tab
from cercles.core.prepared import prepared
from cercles.core.routes import address_of
from cercles.core.typography import day_of
from cercles.journal.queries import Node
from cercles.library.models import CircleDocument
from cercles.library.queries import newest_in
from cercles.search.queries import Document, Read, Shown, Source

WORDS = {
    "library.added": gettext_lazy("a ajouté le document"),
    "library.edited": gettext_lazy("a précisé le document"),
    "library.confirmed": gettext_lazy("a dit toujours à jour le document"),
    "library.renewed": gettext_lazy("a mis une nouvelle version du document"),
    "library.removed": gettext_lazy("a retiré un document de la bibliothèque de"),
}


def tabs(circle: Circle, reader: Any) -> list[Tab]:
    if not can_see_inside(reader, circle):
        return []
    return [Tab(_("Documents"), address_of("library:of_circle", circle.slug), "library")]


def circle_overview(circle: Circle, reader: Any) -> list[Panel]:
    """The last documents, for the members; nothing while there are none."""
    lines = newest_in(circle, reader) if can_see_inside(reader, circle) else []
    return [Panel("library/panels/newest.html", {"lines": lines, "slug": circle.slug}, alone=True)] if lines else []


@prepared
def _ends(reader: Any, ids: Collection[int]) -> QuerySet[CircleDocument, Any]:
    found = CircleDocument.objects.visible_to(reader).filter(pk__in=ids).order_by()
    return found.values_list("pk", "ref", "title", "created_at")


def nodes(ids: Iterable[int], reader: Any) -> dict[int, Node]:
    return {
        pk: Node(title, address_of("library:detail", ref), note=_("document"), at=day_of(created))
        for pk, ref, title, created in _ends(reader, list(ids))
    }


def erase_told(person: Any) -> list[tuple[bool, str]]:
    return [(True, _("les documents que vous avez ajoutés à vos cercles, sans votre nom"))]


# Search


def _with_text(found: Any) -> Any:
    """Beside each document, what its last version says."""
    last = FilteredRelation("versions", condition=Q(versions__number=F("number")))
    return found.annotate(last=last, said=F("last__text"), file_name=F("last__name"))


def findable() -> QuerySet[CircleDocument]:
    return _with_text(CircleDocument.objects.select_related("circle", "theme"))


def _told(document: Any) -> str:
    theme = document.theme.label if document.theme else ""
    return " · ".join(filter(None, (theme, document.origin, document.file_name, document.said)))


def document(row: CircleDocument) -> Document:
    """What it is called, where it comes from, all that it says."""
    return Document(
        row.title, [row.audience], _told(row), at=day_of(row.changed_at), inside=row.circle.members_audience
    )


def shown(row: CircleDocument) -> Shown:
    note = " · ".join(
        filter(None, (row.get_format_display(), row.origin))
    )  # not its circle, which fewer people may see
    return Shown(row.title, row.get_absolute_url(), note, fictional=row.is_fictional)


@prepared
def _read(reader: Any, ids: Collection[int]) -> QuerySet[CircleDocument]:
    found = CircleDocument.objects.visible_to(reader).filter(pk__in=ids).order_by()
    return _with_text(found.select_related("circle", "theme"))


def read(reader: Any, ids: Collection[int]) -> Mapping[int, Read]:
    return {row.pk: Read(shown(row), _told(row)) for row in _read(reader, ids)}


def sources() -> list[Source]:
    return [
        Source(CircleDocument, "documents", gettext_lazy("Documents"), findable, document, shown, order=28, read=read)
    ]
