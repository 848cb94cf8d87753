"""The list, a sheet, one of its versions."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from cercles.circles.models import Circle
from cercles.circles.rules import can_report, is_facilitator
from cercles.core.paging import page_of
from cercles.organisations.rules.kept import current_affiliations
from cercles.practices import queries, rules
from cercles.practices.enums import SHARED
from cercles.practices.models import Approval, PracticeSheet, represented_by
from cercles.practices.views.found import sheet_or_404


@login_not_required
@require_GET
def sheet_list(request: HttpRequest) -> HttpResponse:
    asked = {name: request.GET.get(name, "").strip()[:80] for name in ("words", "circle", "model")}
    page = page_of(request, queries.sheets_for(request.user, **asked))
    circle = Circle.objects.visible_to(request.user).filter(slug=asked["circle"]).first() if asked["circle"] else None
    sheets = queries.lines_of(page.object_list, request.user)
    context = {"page": page, "sheets": sheets, "asked": asked, "models": queries.models(), "circle": circle}
    context["can_write"] = circle is not None and rules.can_write_in(request.user, circle)
    return render(request, "practices/sheet_list.html", context)


@login_not_required
@require_GET
def sheet_detail(request: HttpRequest, ref: str) -> HttpResponse:
    sheet = sheet_or_404(request, ref)
    page = queries.page_of(sheet, request.user, request.GET.get("page"))
    can_edit = rules.can_edit_sheet(request.user, sheet)
    mine = {row.organisation_id for row in current_affiliations(request.user)}
    context = {
        "sheet": sheet, "page": page, "can_edit": can_edit, "files": queries.files_of(sheet, can_edit),
        "can_write": rules.can_write_sheet(request.user, sheet),
        "can_archive": rules.can_archive(request.user, sheet),
        "can_reuse": rules.can_declare_reuse(request.user, sheet) and _may_have_tried(mine, page.approvals),
        "told": any(row.organisation_id in mine for row in page.reuses.object_list),
        "reports": sheet.state in SHARED and can_report(request.user, sheet),
        "moderates": is_facilitator(request.user, sheet.circle),
        "asked": _asked_of(request.user, sheet, page.approvals),
    }  # fmt: skip
    return render(request, "practices/sheet_detail.html", context)


def _may_have_tried(mine: set[int], approvals: list[Approval]) -> bool:
    """A practice is taken up by others: whoever belongs only to those it names has nothing to declare."""
    return not mine or not mine <= {row.organisation_id for row in approvals}


def _asked_of(person: Any, sheet: PracticeSheet, approvals: list[Approval]) -> list[Approval]:
    """What she answers, for the organisations she represents."""
    represented = represented_by(person)
    for row in approvals:
        row.sheet = sheet
    return [row for row in approvals if row.organisation_id in represented and queries.is_asked(row)]


@login_not_required
@require_GET
def version_detail(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    sheet = sheet_or_404(request, ref)
    version = get_object_or_404(sheet.versions, number=number)
    context = {
        "sheet": sheet, "version": version, "texts": queries.labelled(version.texts),
        "citation": queries.citation(sheet, version, version.texts["title"]),
        "versions": sheet.versions.all(),
    }  # fmt: skip
    return render(request, "practices/version_detail.html", context)
