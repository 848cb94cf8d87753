"""The files of a circle's shared sheets, as its library shows them."""

from collections.abc import Collection
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy

from cercles.circles.models import Circle
from cercles.core.routes import address_of
from cercles.core.typography import day_of
from cercles.library.queries import AttachedKind, AttachedTexts, Carried, format_of_kind
from cercles.practices.adapters import finding
from cercles.practices.enums import SHARED
from cercles.practices.models import Attachment, PracticeSheet


def attached() -> AttachedKind:
    texts = AttachedTexts("practices.practicesheet", _files, _told)
    return AttachedKind("fiche", gettext_lazy("Joint à une fiche"), _rows, _file_url, _sheet_url, texts)


def _files() -> QuerySet[Any]:
    found = Attachment.objects.filter(is_shared=True, sheet__state__in=SHARED)
    return found.annotate(carrier_id=F("sheet"), of_circle=F("sheet__circle"))


def _told(files: Collection[int]) -> dict[int, Carried]:
    """For whom the sheet itself is found."""
    rows = _files().filter(pk__in=files).order_by()
    sheets = finding.findable().in_bulk({row.sheet_id for row in rows})
    return {
        row.pk: Carried(
            row.name, sheets[row.sheet_id].title, finding.document(sheets[row.sheet_id]).audience,
            sheets[row.sheet_id].get_absolute_url(), day_of(row.added_at), sheets[row.sheet_id].is_fictional,
        )
        for row in rows
    }  # fmt: skip


def _rows(circle: Circle | None, reader: Any) -> QuerySet[Any]:
    """Those that were agreed with a version, of sheets the reader may see."""
    sheets = PracticeSheet.objects.visible_to(reader).filter(state__in=SHARED).order_by().values("pk")
    sheets = sheets.filter(circle=circle) if circle else sheets
    return Attachment.objects.filter(sheet__in=sheets, is_shared=True).annotate(
        own_ref=F("ref"), held_by=F("sheet__ref"), named=F("name"), held_title=F("sheet__title"),
        file_format=format_of_kind("kind"), bytes=F("size"), since=F("added_at"),
    )  # fmt: skip


def _file_url(_slug: str, sheet: str, ref: str) -> str:
    return address_of("practices:file", sheet, ref)


def _sheet_url(_slug: str, sheet: str) -> str:
    return address_of("practices:detail", sheet)
