"""The page of one sheet: all it shows of it, read at once."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page as Part
from django.core.paginator import Paginator
from django.db.models import QuerySet

from cercles.core.prepared import prepared
from cercles.core.routes import address_of
from cercles.core.typography import when
from cercles.practices.enums import EXPLAINED, SHARED, ReuseOutcome, SheetState
from cercles.practices.models import Approval, Attachment, PracticeSheet, Reuse, SheetVersion, represented_by
from cercles.practices.queries.texts import Reused, citation, reused

REUSES = 20  # on a page
SHEET = "practices.practicesheet"  # as the journal and moderation name it


@prepared
def _by_ref(reader: Any, represented: Collection[int], ref: str) -> QuerySet[PracticeSheet]:
    found = PracticeSheet.objects.by_audience(reader)
    if represented:
        found |= PracticeSheet.objects.naming(represented)
    return found.filter(ref=ref).select_related("circle", "place")


def sheet_of(reader: Any, ref: str) -> PracticeSheet | None:
    """The sheet of that name, if the reader may see it."""
    return next(iter(_by_ref(reader, represented_by(reader), ref)), None)


def removed_sheet(ref: str) -> PracticeSheet | None:
    """Taken away by moderation: whoever read it may be told."""
    return PracticeSheet.objects.filter(ref=ref, state=SheetState.REMOVED).select_related("circle").first()


@prepared
def _versions(sheet: PracticeSheet) -> QuerySet[SheetVersion]:
    """The newest first, without their texts."""
    return SheetVersion.objects.filter(sheet=sheet).defer("texts")


@prepared
def _approvals(sheet: PracticeSheet) -> QuerySet[Approval]:
    named = ("name", "ref", "is_fictional", "merged_into")
    columns = ("state", "reason", "round", *(f"organisation__{name}" for name in named))
    return Approval.objects.filter(sheet=sheet).select_related("organisation").only(*columns)


@prepared
def _files(sheet: PracticeSheet) -> QuerySet[Attachment]:
    return Attachment.objects.filter(sheet=sheet)


def files_of(sheet: PracticeSheet, editing: bool) -> list[Attachment]:
    """Those that were agreed with a version; and, for who writes it, those that wait for the next."""
    waiting_too = editing or sheet.state not in SHARED
    return [row for row in _files(sheet) if row.is_shared or waiting_too]


@prepared
def _models(sheet: PracticeSheet) -> QuerySet[PracticeSheet, str]:
    found = PracticeSheet.objects.filter(pk=sheet.pk, economic_models__isnull=False)
    ordered = found.order_by("economic_models__position", "economic_models__code")
    return ordered.values_list("economic_models__label", flat=True)


@prepared
def _goals(sheet: PracticeSheet) -> QuerySet[PracticeSheet, str]:
    found = PracticeSheet.objects.filter(pk=sheet.pk, goals__isnull=False)
    return found.order_by("goals__position", "goals__code").values_list("goals__label", flat=True)


@prepared
def _outcomes(reader: Any, represented: Collection[int], sheet: PracticeSheet) -> QuerySet[Reuse, str]:
    return Reuse.objects.seen_by(reader, represented).filter(sheet=sheet).order_by().values_list("outcome", flat=True)


@prepared
def _reuses(reader: Any, represented: Collection[int], sheet: PracticeSheet) -> QuerySet[Reuse]:
    columns = ("ref", "outcome", "where", "what_changed", "result", "declared_at", "version")
    found = Reuse.objects.seen_by(reader, represented).filter(sheet=sheet).select_related("organisation")
    return found.only(*columns, "organisation__name", "organisation__is_fictional")


@dataclass(frozen=True)
class Page:
    """``reuses`` is a page of them, ``told`` its lines as ``practices/reuse_row.html`` takes them."""

    version: SheetVersion | None
    versions: list[SheetVersion]
    citation: str
    approvals: list[Approval]
    models: list[str]
    goals: list[str]
    reused: Reused
    reuses: Part
    told: list[dict[str, Any]]

    @property
    def refused(self) -> bool:
        return any(row.state in EXPLAINED for row in self.approvals)


def page_of(sheet: PracticeSheet, reader: Any, number: str | None = None) -> Page:
    """``number`` is that of the page of reuses: some sheets are taken up by sixty organisations."""
    represented = represented_by(reader)
    versions, approvals = list(_versions(sheet)), _approvals(sheet)
    version = versions[0] if versions else None
    sheet.keep_named(row.organisation for row in approvals)
    outcomes = _outcomes(reader, represented, sheet)
    listed: Any = _reuses.listed(reader, represented, sheet)
    listed.total = len(outcomes)
    reuses = Paginator(listed, REUSES).get_page(number)
    return Page(
        version, versions, citation(sheet, version, sheet.title) if version else "", approvals, _models(sheet), _goals(sheet),
        reused(outcomes), reuses, [_told(sheet, row) for row in reuses.object_list],
    )  # fmt: skip


def _told(sheet: PracticeSheet, row: Reuse) -> dict[str, Any]:
    return {
        "name": row.organisation.name, "url": address_of("practices:reuse_detail", sheet.ref, row.ref),
        "fictional": row.organisation.is_fictional, "outcome": row.outcome_label,
        "stopped": row.outcome == ReuseOutcome.GAVE_UP, "changed": row.what_changed, "result": row.result,
        "day": when(row.declared_at), "where": row.where, "version": row.version,
    }  # fmt: skip
