"""The library of a circle as files: each document, all its versions."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cercles.core import audience
from cercles.core.enums import Visibility
from cercles.core.portable import Column, Facts, Kind, Part, Seat, Sheet, Table
from cercles.core.text import search_key
from cercles.core.typography import when
from cercles.journal import actions as journal
from cercles.library.models import AUDIENCES, CircleDocument, DocumentVersion


def _documents(seat: Seat) -> Any:
    return CircleDocument.objects.filter(circle=seat.circle, visibility__in=AUDIENCES)


def _sheet(row: Any, seat: Seat) -> Sheet:
    versions = row.versions.order_by("-number")
    facts = [(_("Thème"), str(row.theme or "")), (_("De qui il vient"), row.origin), (_("Se trouve aussi"), row.link)]
    parts = (
        Part(
            _("Version %(number)d, le %(day)s") % {"number": one.number, "day": when(one.added_at)},
            one.note,
            files=((one.file, one.name),),
        )
        for one in versions
    )
    return Sheet(row.title, facts, parts)


def _ready(facts: Facts, circle: Any) -> Facts:
    wide = facts["visibility"] in (Visibility.PUBLIC, Visibility.NETWORK)
    shown = facts["visibility"] if wide else audience.key("circle", circle.pk)
    return {**facts, "audience": shown, "search_key": search_key(facts["title"], facts["origin"])}


def _versions_born(rows: list[Any], circle: Any) -> None:
    """The search reads them as if they were just added."""
    for row in rows:
        journal.enqueue("library.read_text", key=f"document-text-{row.pk}", version=row.pk)


def review(circle: Any) -> dict[str, list[str]]:
    """For the final review of a circle: the documents it leaves."""
    rows = _documents(Seat(circle=circle, facilitates=False)).order_by("created_at", "id")
    return {"kept": [_("Le document « %(title)s »") % {"title": row.title} for row in rows]}


def tables() -> list[Table]:
    return [DOCUMENTS, VERSIONS]


DOCUMENTS = Table(
    name="documents", title=gettext_lazy("Bibliothèque"), model=CircleDocument, key="ref", sheet=_sheet, ready=_ready,
    findable=True,
    rows=lambda seat: _documents(seat).select_related("theme", "added_by").order_by("id"),
    columns=(
        Column("référence", "ref"), Column("titre", "title"), Column("thème", "theme", Kind.ROW, "themes"),
        Column("de qui il vient", "origin"), Column("se trouve aussi", "link"),
        Column("ajouté par", "added_by", Kind.ROW, "personnes"), Column("format", "format", Kind.CHOICE),
        Column("octets", "size", Kind.NUMBER), Column("version", "number", Kind.NUMBER),
        Column("visible", "visibility", Kind.CHOICE), Column("fictif", "is_fictional", Kind.YES),
        Column("ajouté le", "created_at", Kind.MOMENT), Column("changé le", "changed_at", Kind.MOMENT),
        Column("dit à jour le", "checked_at", Kind.MOMENT),
    ),
)  # fmt: skip

VERSIONS = Table(
    name="documents_versions", title=gettext_lazy("Versions des documents"), model=DocumentVersion, key="ref", in_circle="",
    aside=True, born=_versions_born,
    rows=lambda seat: DocumentVersion.objects.filter(document__in=_documents(seat)).defer("text")
    .select_related("document", "added_by").order_by("id"),
    columns=(
        Column("référence", "ref"), Column("document", "document", Kind.ROW, "documents"),
        Column("version", "number", Kind.NUMBER), Column("nom", "name"), Column("type", "kind"),
        Column("octets", "size", Kind.NUMBER), Column("empreinte", "digest"), Column("ce qui change", "note"),
        Column("ajoutée par", "added_by", Kind.ROW, "personnes"), Column("ajoutée le", "added_at", Kind.MOMENT),
        Column("fichier", "file", Kind.FILE),
    ),
)  # fmt: skip
