"""From state to state: ask for agreements, the acts of one button, put away."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cercles.core.errors import RuleBroken
from cercles.core.forms import after, attempt
from cercles.practices import actions, forms, queries, rules
from cercles.practices.views.found import sheet_or_404

ACTS = {
    "reprendre": actions.withdraw_sheet,
    "abandonner": actions.give_up_pending,
    "ouvrir": actions.open_sheet,
    "restreindre": actions.narrow_sheet,
    "confirmer": actions.confirm_fresh,
}


@require_http_methods(["GET", "POST"])
def sheet_submit(request: HttpRequest, ref: str) -> HttpResponse:
    sheet = sheet_or_404(request, ref, rules.can_write_sheet)
    form = forms.SubmitForm(request.POST if request.method == "POST" else None, first=not sheet.shared_at)
    done = form.is_bound and attempt(form, lambda clean: actions.submit_sheet(sheet=sheet, by=request.user, **clean))[0]
    if done:
        messages.success(request, _("C’est parti : chaque organisation nommée a reçu la demande."))
        return redirect("practices:detail", sheet.ref)
    context = {
        "form": form,
        "sheet": sheet,
        "texts": queries.labelled(queries.texts_of(sheet)),
        "around": queries.around(sheet),
    }
    return render(request, "practices/sheet_submit.html", context, status=422 if form.is_bound else 200)


@require_POST
def sheet_move(request: HttpRequest, ref: str, verb: str) -> HttpResponse:
    """The acts of one button: take back, open to everybody, narrow, still true."""
    act = ACTS[verb]
    sheet = sheet_or_404(request, ref, rules.can_edit_sheet)
    try:
        act(sheet=sheet, by=request.user)
        messages.success(request, _("C’est fait."))
    except RuleBroken as refusal:
        messages.error(request, str(refusal.text))
    return after(request, sheet)


@require_http_methods(["GET", "POST"])
def sheet_archive(request: HttpRequest, ref: str) -> HttpResponse:
    sheet = sheet_or_404(request, ref, rules.can_archive)
    form = forms.ReasonForm(request.POST or None)
    if form.is_bound and attempt(form, lambda clean: actions.archive_sheet(sheet=sheet, by=request.user, **clean))[0]:
        messages.success(request, _("La fiche est archivée : elle reste lisible et citable."))
        return redirect("practices:detail", sheet.ref)
    context = {"form": form, "sheet": sheet}
    return render(request, "practices/sheet_archive.html", context, status=422 if form.is_bound else 200)
