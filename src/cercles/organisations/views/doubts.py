"""Is this row that page? What imports leave to a person, one by one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cercles.core.components import Choice
from cercles.core.errors import RuleBroken
from cercles.core.paging import page_of
from cercles.core.routes import narrowed
from cercles.core.text import search_key
from cercles.organisations.actions import imports
from cercles.organisations.actions.imports.doubts import VERBS
from cercles.organisations.enums import ANSWERS, DoubtKind, DoubtState
from cercles.organisations.models import ImportDoubt
from cercles.organisations.queries.doubts import Narrowed, counts_by_kind, counts_by_run, doubts_waiting
from cercles.organisations.queries.imports import compared
from cercles.organisations.views.doubts_together import address, narrowed_by
from cercles.organisations.views.imports import administrators_only


@require_GET
def doubts(request: HttpRequest) -> HttpResponse:
    administrators_only(request)
    chosen = narrowed_by(request)
    page = page_of(request, doubts_waiting(chosen))
    several = ANSWERS if page.paginator.count > 1 else {}
    context = {
        "page": page, "lines": [_line(row) for row in page], "facets": _facets(request, chosen),
        "acts": [(title, address("doubts_answer", chosen, answer=state)) for state, (title, _what) in several.items()],
        "writing": ImportDoubt.objects.wished().count(),
    }  # fmt: skip
    return render(request, "organisations/import_doubts.html", context)


def _line(row: ImportDoubt) -> dict[str, Any]:
    page, seat = row.organisation, row.organisation.seat
    where = _("%(file)s, ligne %(line)d") % {"file": row.file, "line": row.line}
    told = (row.get_kind_display(), seat.label if seat else "", where)
    return {
        "title": page.name, "url": row.get_absolute_url(), "note": " · ".join(filter(None, told)),
        "said": "" if search_key(row.said_name) == search_key(page.name) else row.said_name,
        "problem": row.problem, "put_off": row.state == DoubtState.LATER,
    }  # fmt: skip


def _facets(request: HttpRequest, chosen: Narrowed) -> list[tuple[str, list[Choice]]]:
    by_kind, by_run = narrowed(request, "kind"), narrowed(request, "run")
    kinds = [
        Choice(str(DoubtKind(kind).label), by_kind("" if kind == chosen.kind else kind), n, kind == chosen.kind)
        for kind, n in counts_by_kind(chosen)
    ]
    runs = [
        Choice(name, by_run("" if ref == chosen.run else ref), n, ref == chosen.run)
        for ref, name, n in counts_by_run(chosen)
    ]
    return [(_("Raison"), kinds), (_("Fichier"), runs)]


@require_GET
def doubt(request: HttpRequest, ref: str) -> HttpResponse:
    """Both records side by side, and the three acts."""
    administrators_only(request)
    rows = ImportDoubt.objects.select_related(
        "organisation__seat__parent", "organisation__category", "run", "decided_by"
    )
    found = get_object_or_404(rows, ref=ref)
    try:
        lines = compared(found.organisation, imports.draft_of(found).columns)
    except RuleBroken as refusal:
        messages.error(request, str(refusal.text))
        lines = []
    return render(request, "organisations/import_doubt.html", {"doubt": found, "lines": lines})


@require_POST
def decide(request: HttpRequest, ref: str, verb: str) -> HttpResponse:
    """``same``, ``another`` or ``later``; then the next one."""
    administrators_only(request)
    if verb not in VERBS:
        raise Http404
    found = get_object_or_404(ImportDoubt, ref=ref)
    try:
        imports.decide_doubt(doubt=found, verb=verb, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal.text))
        return redirect("organisations:doubts" if refusal.code == "doubt_gone" else found)
    messages.success(request, _said(verb))
    following = doubts_waiting().filter(pk__gt=found.pk).first() or doubts_waiting().exclude(pk=found.pk).first()
    return redirect(following or "organisations:doubts")


def _said(verb: str) -> str:
    if verb == "later":
        return _("Remis à plus tard.")
    return _("C’est noté. Les prochains imports s’en souviendront.")
