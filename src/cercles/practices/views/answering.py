"""What others say of a sheet: those it names agree or not, those who took it up tell what it gave."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cercles.circles.queries import circles_of
from cercles.core.forms import attempt
from cercles.practices import actions, forms, queries, rules
from cercles.practices.models import Approval, Reuse
from cercles.practices.views.found import sheet_or_404


@require_http_methods(["GET", "POST"])
def approval_answer(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    sheet = sheet_or_404(request, ref)
    approval = get_object_or_404(Approval.objects.select_related("organisation", "sheet"), pk=pk, sheet=sheet)
    if not rules.can_answer(request.user, approval) or not queries.is_asked(approval):
        raise Http404
    form = forms.ApprovalForm(request.POST or None, obj=approval, person=request.user)
    if (
        form.is_bound
        and attempt(form, lambda clean: actions.answer_approval(approval=approval, by=request.user, **clean))[0]
    ):
        messages.success(request, _("Votre réponse est notée. Un courriel vous le confirme."))
        return redirect("practices:detail", sheet.ref)
    context = {
        "form": form, "sheet": sheet, "approval": approval, "texts": queries.labelled(queries.asked_texts(sheet)),
        "around": queries.around(sheet),
    }  # fmt: skip
    return render(request, "practices/approval_answer.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def reuse_declare(request: HttpRequest, ref: str) -> HttpResponse:
    sheet = sheet_or_404(request, ref, rules.can_declare_reuse)
    form = forms.ReuseForm(request.POST or None, obj=sheet, person=request.user)
    if form.is_bound and attempt(form, lambda clean: actions.declare_reuse(sheet=sheet, by=request.user, **clean))[0]:
        messages.success(request, _("Merci : votre reprise est notée, et ceux dont c’est la pratique sont prévenus."))
        return redirect("practices:detail", sheet.ref)
    nobody = not form.fields["organisation"].queryset.exists()
    context = {"form": form, "sheet": sheet, "nobody": nobody}
    return render(request, "practices/reuse_declare.html", context, status=422 if form.is_bound else 200)


@login_not_required
@require_GET
def reuse_detail(request: HttpRequest, ref: str, reuse_ref: str) -> HttpResponse:
    """What one organisation did with a practice, what it comes from and what came of it."""
    sheet = sheet_or_404(request, ref)
    seen = Reuse.objects.visible_to(request.user).filter(sheet=sheet).select_related("organisation")
    reuse = get_object_or_404(seen, ref=reuse_ref)
    hers = rules.can_edit_reuse(request.user, reuse)
    circles = (
        [circle for circle in circles_of(request.user) if rules.can_write_in(request.user, circle)] if hers else []
    )
    context = {
        "sheet": sheet, "reuse": reuse, "circles": circles,
        "can_change": hers and rules.can_declare_reuse(request.user, sheet),
    }  # fmt: skip
    return render(request, "practices/reuse_detail.html", context)
