"""Pages of practice sheets."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cercles.circles.models import Circle
from cercles.core.errors import RuleBroken
from cercles.core.forms import attempt
from cercles.core.paging import page_of
from cercles.meetings.models import Meeting
from cercles.meetings.queries import Learned, what_was_learned
from cercles.organisations.rules.kept import current_affiliations
from cercles.practices import actions, forms, queries, rules
from cercles.practices.models import Approval, PracticeSheet

FORM = ["GET", "POST"]
ACTS = {
    "reprendre": actions.withdraw_sheet,
    "ouvrir": actions.open_sheet,
    "restreindre": actions.narrow_sheet,
    "confirmer": actions.confirm_fresh,
}


def _sheet(request: HttpRequest, ref: str, may: Any = None) -> PracticeSheet:
    """The sheet if this person may see it and, when ``may`` is given, do that; else it does not exist."""
    sheet = queries.sheet_of(request.user, ref)
    if sheet is None:
        raise Http404
    if may is not None and not may(request.user, sheet):
        raise Http404
    return sheet


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
    sheet = _sheet(request, ref)
    page = queries.page_of(sheet, request.user, request.GET.get("page"))
    context = {
        "sheet": sheet, "page": page,
        "can_edit": rules.can_edit_sheet(request.user, sheet),
        "can_archive": rules.can_archive(request.user, sheet),
        "can_reuse": rules.can_declare_reuse(request.user, sheet) and _may_have_tried(request.user, page.approvals),
    }  # fmt: skip
    return render(request, "practices/sheet_detail.html", context)


def _may_have_tried(person: Any, approvals: list[Approval]) -> bool:
    """A practice is taken up by others: whoever belongs only to those it names has nothing to declare."""
    mine = {row.organisation_id for row in current_affiliations(person)}
    return not mine or not mine <= {row.organisation_id for row in approvals}


@require_http_methods(FORM)
def sheet_start(request: HttpRequest, slug: str) -> HttpResponse:
    """From nothing; or, with ``?rencontre=<ref>``, from what that meeting left."""
    circle = get_object_or_404(Circle.objects.visible_to(request.user), slug=slug)
    meeting, learned = _meeting_told(request, circle)
    if not rules.can_write_in(request.user, circle):
        raise Http404
    form = forms.SheetForm(
        request.POST or None, circle=circle, person=request.user, initial=forms.initial_from(learned)
    )
    start = partial(actions.start_sheet, circle=circle, by=request.user, origin=meeting)
    done, sheet = attempt(form, lambda clean: start(**form.facts())) if form.is_bound else (False, None)
    if done:
        messages.success(request, _("Le brouillon est gardé. Vous seul le voyez."))
        return redirect("practices:detail", sheet.ref)
    context = {"form": form, "circle": circle, "meeting": meeting, "learned": learned}
    return render(request, "practices/sheet_form.html", context, status=422 if form.is_bound else 200)


def _meeting_told(request: HttpRequest, circle: Circle) -> tuple[Meeting | None, Learned | None]:
    """The meeting a sheet is started from, if it is of this circle and this reader knows of it."""
    ref = request.GET.get("rencontre", "")
    if not ref:
        return None, None
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user).filter(circle=circle), ref=ref)
    return meeting, what_was_learned(meeting, request.user)


@require_http_methods(FORM)
def sheet_edit(request: HttpRequest, ref: str) -> HttpResponse:
    sheet = _sheet(request, ref, rules.can_edit_sheet)
    initial = forms.initial_of(sheet, queries.texts_of(sheet))
    form = forms.SheetForm(request.POST or None, circle=sheet.circle, person=request.user, initial=initial)
    done = (
        form.is_bound
        and attempt(form, lambda clean: actions.write_sheet(sheet=sheet, by=request.user, **form.facts()))[0]
    )
    if done:
        messages.success(request, _("Le texte est gardé."))
        return redirect("practices:detail", sheet.ref)
    context = {"form": form, "circle": sheet.circle, "sheet": sheet, "meeting": None}
    return render(request, "practices/sheet_form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(FORM)
def sheet_submit(request: HttpRequest, ref: str) -> HttpResponse:
    sheet = _sheet(request, ref, rules.can_edit_sheet)
    form = forms.SubmitForm(request.POST if request.method == "POST" else None, first=not sheet.shared_at)
    done = form.is_bound and attempt(form, lambda clean: actions.submit_sheet(sheet=sheet, by=request.user, **clean))[0]
    if done:
        messages.success(request, _("C’est parti : chaque organisation nommée a reçu la demande."))
        return redirect("practices:detail", sheet.ref)
    approvals = sheet.approvals.select_related("organisation")
    context = {"form": form, "sheet": sheet, "approvals": approvals, "texts": queries.texts_of(sheet)}
    return render(request, "practices/sheet_submit.html", context, status=422 if form.is_bound else 200)


@require_POST
def sheet_move(request: HttpRequest, ref: str, verb: str) -> HttpResponse:
    """The acts of one button: take back, open to everybody, narrow, still true."""
    act = ACTS[verb]
    sheet = _sheet(request, ref, rules.can_edit_sheet)
    try:
        act(sheet=sheet, by=request.user)
        messages.success(request, _("C’est fait."))
    except RuleBroken as refusal:
        messages.error(request, str(refusal.text))
    return redirect("practices:detail", sheet.ref)


@require_http_methods(FORM)
def sheet_archive(request: HttpRequest, ref: str) -> HttpResponse:
    sheet = _sheet(request, ref, rules.can_archive)
    form = forms.ReasonForm(request.POST or None)
    if form.is_bound and attempt(form, lambda clean: actions.archive_sheet(sheet=sheet, by=request.user, **clean))[0]:
        messages.success(request, _("La fiche est archivée : elle reste lisible et citable."))
        return redirect("practices:detail", sheet.ref)
    context = {"form": form, "sheet": sheet}
    return render(request, "practices/sheet_archive.html", context, status=422 if form.is_bound else 200)


@require_http_methods(FORM)
def approval_answer(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    sheet = _sheet(request, ref)
    approval = get_object_or_404(Approval.objects.select_related("organisation", "sheet"), pk=pk, sheet=sheet)
    if not rules.can_answer(request.user, approval):
        raise Http404
    form = forms.ApprovalForm(request.POST or None)
    if (
        form.is_bound
        and attempt(form, lambda clean: actions.answer_approval(approval=approval, by=request.user, **clean))[0]
    ):
        messages.success(request, _("Votre réponse est notée. Un courriel vous le confirme."))
        return redirect("practices:detail", sheet.ref)
    context = {"form": form, "sheet": sheet, "approval": approval, "texts": labelled(sheet, queries.texts_of(sheet))}
    return render(request, "practices/approval_answer.html", context, status=422 if form.is_bound else 200)


def labelled(sheet: PracticeSheet, texts: dict[str, str]) -> list[tuple[str, str]]:
    """Each part of the text with its name, in reading order, without what is empty."""
    named = [(str(sheet._meta.get_field(name).verbose_name), text) for name, text in texts.items()]
    return [(name[:1].upper() + name[1:], text) for name, text in named if text]


@require_http_methods(FORM)
def reuse_declare(request: HttpRequest, ref: str) -> HttpResponse:
    sheet = _sheet(request, ref, rules.can_declare_reuse)
    form = forms.ReuseForm(request.POST or None, obj=sheet, person=request.user)
    if form.is_bound and attempt(form, lambda clean: actions.declare_reuse(sheet=sheet, by=request.user, **clean))[0]:
        messages.success(request, _("Merci : votre reprise est notée, et ceux dont c’est la pratique sont prévenus."))
        return redirect("practices:detail", sheet.ref)
    nobody = not form.fields["organisation"].queryset.exists()
    context = {"form": form, "sheet": sheet, "nobody": nobody}
    return render(request, "practices/reuse_declare.html", context, status=422 if form.is_bound else 200)


@login_not_required
@require_GET
def version_detail(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    sheet = _sheet(request, ref)
    version = get_object_or_404(sheet.versions, number=number)
    context = {
        "sheet": sheet, "version": version, "texts": labelled(sheet, version.texts), "citation": queries.citation(sheet, version),
        "versions": sheet.versions.all(),
    }  # fmt: skip
    return render(request, "practices/version_detail.html", context)


@require_http_methods(FORM)
def file_add(request: HttpRequest, ref: str) -> HttpResponse:
    sheet = _sheet(request, ref, rules.can_edit_sheet)
    form = forms.FileForm(request.POST or None, request.FILES or None)
    if form.is_bound and attempt(form, lambda clean: actions.attach_file(sheet=sheet, by=request.user, **clean))[0]:
        messages.success(request, _("Le fichier est joint."))
        return redirect("practices:detail", sheet.ref)
    return render(
        request, "practices/file_add.html", {"form": form, "sheet": sheet}, status=422 if form.is_bound else 200
    )


@login_not_required
@require_GET
def file_read(request: HttpRequest, ref: str, file_ref: str) -> FileResponse:
    attachment = get_object_or_404(_sheet(request, ref).attachments, ref=file_ref)
    return FileResponse(
        attachment.file.open("rb"), as_attachment=True, filename=attachment.name, content_type=attachment.kind
    )


@require_POST
def file_remove(request: HttpRequest, ref: str, file_ref: str) -> HttpResponse:
    sheet = _sheet(request, ref, rules.can_edit_sheet)
    actions.remove_attachment(attachment=get_object_or_404(sheet.attachments, ref=file_ref), by=request.user)
    messages.success(request, _("Le fichier est retiré."))
    return redirect("practices:detail", sheet.ref)
