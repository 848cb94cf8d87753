"""Imports in the site: sent, followed, left and found again, mended."""

from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from cercles.core.forms import attempt
from cercles.core.tables import Flavour, write_table
from cercles.organisations import rules
from cercles.organisations.actions import imports
from cercles.organisations.adapters.left import left_by_imports
from cercles.organisations.exports import changes_table, refusals_table
from cercles.organisations.forms.imports import ImportForm, StopForm
from cercles.organisations.models import ImportRun
from cercles.organisations.queries.doubts import rows_to_decide
from cercles.organisations.queries.imports import changed_by_column, refused_by_reason

_SHOWN = 50


def administrators_only(request: HttpRequest) -> None:
    """Imports, and what they leave to be decided."""
    if not rules.can_import(request.user):
        raise Http404


def _run_or_404(request: HttpRequest, ref: str) -> ImportRun:
    administrators_only(request)
    return get_object_or_404(ImportRun.objects.select_related("by"), ref=ref)


@require_http_methods(["GET", "HEAD", "POST"])
def import_list(request: HttpRequest) -> HttpResponse:
    """Past imports, and the form that sends a file."""
    administrators_only(request)
    form = ImportForm(request.POST or None, request.FILES or None)
    done, run = attempt(form, lambda clean: _receive(request.user, **clean))
    if done:
        messages.success(
            request, _("Le fichier est reçu. Vous pouvez quitter cette page : l’import continue sans vous.")
        )
        return redirect(run)
    runs = ImportRun.objects.select_related("by")[:_SHOWN]
    context = {"form": form, "runs": runs, "waiting": list(left_by_imports(request.user))}
    return render(request, "organisations/import_list.html", context, status=422 if form.is_bound else 200)


def _receive(person: Any, *, layout: str, file: list[Any]) -> ImportRun:
    """Files are kept first, outside any transaction; then the import is asked for."""
    stored = imports.store_files([(one.name, one.chunks()) for one in file], layout)
    return imports.open_import(by=person, layout=layout, stored=stored)


@require_GET
def import_run(request: HttpRequest, ref: str) -> HttpResponse:
    """The page; and, every two seconds while the import moves, its progress alone."""
    run = _run_or_404(request, ref)
    if request.htmx and (run.can_resume or run.is_over):
        return HttpResponseClientRefresh()
    return _show(request, run, StopForm())


def _show(request: HttpRequest, run: ImportRun, form: StopForm, status: int = 200) -> HttpResponse:
    refused = refused_by_reason(run, most=_SHOWN + 1)
    context = {
        "run": run, "refusals": refused[:_SHOWN], "more": len(refused) > _SHOWN, "form": form,
        "changed": [] if request.htmx else changed_by_column(run),
        "undecided": rows_to_decide(run) if run.doubtful else 0,
    }  # fmt: skip
    template = "organisations/import_detail.html" + ("#progress" if request.htmx else "")
    return render(request, template, context, status=status)


@require_GET
def changes(request: HttpRequest, ref: str) -> StreamingHttpResponse:
    """Every column of every page that it wrote anew, before and after."""
    run = _run_or_404(request, ref)
    if not (run.updated or run.changes.exists()):
        raise Http404
    return _csv(run, changes_table(run), "changements")


@require_GET
def refusals(request: HttpRequest, ref: str) -> StreamingHttpResponse:
    run = _run_or_404(request, ref)
    if not run.rejected:
        raise Http404
    return _csv(run, refusals_table(run), "refus")


def _csv(run: ImportRun, table: Any, what: str) -> StreamingHttpResponse:
    flavour = Flavour.EXCEL_FR
    answer = StreamingHttpResponse(write_table(*table, flavour), content_type=flavour.content_type)
    answer.headers["Content-Disposition"] = content_disposition_header(True, f"{Path(run.file_name).stem}-{what}.csv")
    return answer


@require_POST
def stop(request: HttpRequest, ref: str) -> HttpResponse:
    run = _run_or_404(request, ref)
    form = StopForm(request.POST)
    done, _run = attempt(form, lambda clean: imports.stop_import(run=run, by=request.user, **clean))
    if done:
        messages.success(request, _("L’import est arrêté. Ce qui est écrit reste."))
        return redirect(run)
    return _show(request, run, form, status=422)


@require_POST
def resume(request: HttpRequest, ref: str) -> HttpResponse:
    run = _run_or_404(request, ref)
    imports.resume_import(run=run, by=request.user)
    messages.success(request, _("L’import reprend là où il en était."))
    return redirect(run)
