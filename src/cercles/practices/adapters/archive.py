"""Shared practice sheets as files: what was agreed and shared, its versions, who agreed, its reuses. No draft ever leaves."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cercles.core import audience
from cercles.core.enums import Visibility
from cercles.core.portable import Column, Facts, Kind, Part, Seat, Sheet, Table
from cercles.core.text import search_key
from cercles.core.typography import when
from cercles.practices.enums import AGREED, SHARED, TEXT_FIELDS
from cercles.practices.models import Approval, Attachment, PracticeSheet, Reuse, SheetVersion
from cercles.practices.queries import labelled

_READ = (Visibility.CIRCLE, Visibility.PUBLIC)
_TERM = ("vocabulary", "code")


def _sheets(seat: Seat) -> QuerySet[PracticeSheet]:
    return PracticeSheet.objects.filter(circle=seat.circle, state__in=SHARED, visibility__in=_READ)


def _agreed(row: Any, seat: Seat) -> str:
    """How far it agrees to the text that is shared, whatever it is asked about the next one."""
    return row.kept or row.state


def _parts(row: Any) -> Iterator[Part]:
    for _name, label, text in labelled({name: getattr(row, name) for name in TEXT_FIELDS if name != "title"}):
        yield Part(label, text)
    files = tuple((one.file, one.name) for one in row.attachments.filter(is_shared=True))
    if files:
        yield Part(_("Fichiers"), files=files)
    for one in row.reuses.filter(visibility__in=_READ).select_related("organisation"):
        yield Part(_("Reprise : %(reuse)s") % {"reuse": one}, "\n\n".join(filter(None, [one.what_changed, one.result])))


def _sheet(row: Any, seat: Seat) -> Sheet:
    named = ", ".join(str(one.organisation) for one in row.approvals.select_related("organisation"))
    facts = [
        (_("Organisations"), named), (_("Lieu"), str(row.place or "")), (_("Partagée le"), when(row.shared_at)),
        (_("État"), row.state_label), (_("Licence"), row.get_licence_display()),
    ]  # fmt: skip
    return Sheet(row.title, facts, _parts(row))


def _audience(facts: Facts, circle: Any) -> str:
    return audience.PUBLIC if facts["visibility"] == Visibility.PUBLIC else audience.key("circle", circle.pk)


def _ready(facts: Facts, circle: Any) -> Facts:
    return {**facts, "audience": _audience(facts, circle), "search_key": search_key(facts["title"])[:200]}


def _reuse_ready(facts: Facts, circle: Any) -> Facts:
    return {**facts, "audience": _audience(facts, circle)}


def review(circle: Any) -> dict[str, list[str]]:
    """For the final review of a circle: the sheets it leaves."""
    rows = _sheets(Seat(circle=circle, facilitates=False)).order_by("shared_at", "id")
    return {"kept": [_("La fiche « %(title)s »") % {"title": row.title} for row in rows]}


def tables() -> list[Table]:
    return [SHEETS, VERSIONS, APPROVALS, FILES, REUSES]


SHEETS = Table(
    name="fiches", title=gettext_lazy("Fiches pratiques"), model=PracticeSheet, key="ref", sheet=_sheet, ready=_ready,
    findable=True,
    rows=lambda seat: _sheets(seat).select_related("author", "place").prefetch_related("economic_models", "goals").order_by("id"),
    columns=(
        Column("référence", "ref"), Column("auteur", "author", Kind.ROW, "personnes"), Column("état", "state", Kind.CHOICE),
        *(Column(str(PracticeSheet._meta.get_field(name).verbose_name), name) for name in TEXT_FIELDS),
        Column("lieu", "place", Kind.WORD, code=("kind", "code")),
        Column("modèles économiques", "economic_models", Kind.WORDS, code=_TERM),
        Column("objectifs", "goals", Kind.WORDS, code=_TERM), Column("licence", "licence", Kind.CHOICE),
        Column("visible", "visibility", Kind.CHOICE), Column("partagée le", "shared_at", Kind.MOMENT),
        Column("vérifiée le", "checked_at", Kind.MOMENT), Column("archivée parce que", "archived_because"),
        Column("fictive", "is_fictional", Kind.YES), Column("écrite le", "created_at", Kind.MOMENT),
        Column("changée le", "changed_at", Kind.MOMENT),
    ),
)  # fmt: skip

VERSIONS = Table(
    name="fiches_versions", aside=True, title=gettext_lazy("Versions des fiches"), model=SheetVersion, in_circle="",
    rows=lambda seat: SheetVersion.objects.filter(sheet__in=_sheets(seat)).select_related("sheet").order_by("id"),
    columns=(
        Column("fiche", "sheet", Kind.ROW, "fiches"), Column("version", "number", Kind.NUMBER),
        Column("textes", "texts", Kind.JSON), Column("organisations", "organisation_names", Kind.JSON),
        Column("classée", "sorted_by", Kind.JSON), Column("licence", "licence", Kind.CHOICE),
        Column("ce qui change", "change_note"), Column("partagée le", "shared_at", Kind.MOMENT),
    ),
)  # fmt: skip

APPROVALS = Table(
    name="fiches_accords", aside=True, title=gettext_lazy("Accords des organisations"), model=Approval, in_circle="",
    rows=lambda seat: Approval.objects.filter(Q(kept__in=AGREED) | Q(kept="", state__in=AGREED), sheet__in=_sheets(seat))
    .select_related("sheet", "organisation__merged_into").order_by("id"),
    columns=(
        Column("fiche", "sheet", Kind.ROW, "fiches"), Column("organisation", "organisation", Kind.ROW, "organisations"),
        Column("accord", "state", Kind.CHOICE, value=_agreed), Column("tour", "round", Kind.NUMBER),
        Column("le", "answered_at", Kind.MOMENT),
    ),
)  # fmt: skip

FILES = Table(
    name="fiches_fichiers", aside=True, title=gettext_lazy("Fichiers des fiches"), model=Attachment, key="ref", in_circle="",
    rows=lambda seat: Attachment.objects.filter(sheet__in=_sheets(seat), is_shared=True).select_related("sheet").order_by("id"),
    columns=(
        Column("référence", "ref"), Column("fiche", "sheet", Kind.ROW, "fiches"), Column("nom", "name"), Column("type", "kind"),
        Column("octets", "size", Kind.NUMBER), Column("partagé", "is_shared", Kind.YES),
        Column("ajouté le", "added_at", Kind.MOMENT), Column("fichier", "file", Kind.FILE),
    ),
)  # fmt: skip

REUSES = Table(
    name="reprises", title=gettext_lazy("Reprises"), model=Reuse, key="ref", in_circle="", ready=_reuse_ready,
    rows=lambda seat: Reuse.objects.filter(sheet__in=_sheets(seat), visibility__in=_READ)
    .select_related("sheet", "organisation__merged_into", "declared_by").order_by("id"),
    columns=(
        Column("référence", "ref"), Column("fiche", "sheet", Kind.ROW, "fiches"), Column("version", "version", Kind.NUMBER),
        Column("organisation", "organisation", Kind.ROW, "organisations"),
        Column("dite par", "declared_by", Kind.ROW, "personnes"), Column("ce qui s’est passé", "outcome", Kind.CHOICE),
        Column("où", "where"), Column("ce qui a changé", "what_changed"), Column("résultat", "result"),
        Column("visible", "visibility", Kind.CHOICE), Column("le", "declared_at", Kind.MOMENT),
    ),
)  # fmt: skip
