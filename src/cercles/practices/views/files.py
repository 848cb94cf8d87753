"""Files of a sheet: joined, read by whoever may, taken off."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cercles.core.forms import attempt
from cercles.practices import actions, forms, queries, rules
from cercles.practices.views.found import sheet_or_404


@require_http_methods(["GET", "POST"])
def file_add(request: HttpRequest, ref: str) -> HttpResponse:
    sheet = sheet_or_404(request, ref, rules.can_write_sheet)
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
    sheet = sheet_or_404(request, ref)
    shown = queries.files_of(sheet, rules.can_edit_sheet(request.user, sheet))
    attachment = next((row for row in shown if row.ref == file_ref), None)
    if attachment is None:
        raise Http404
    return FileResponse(
        attachment.file.open("rb"), as_attachment=True, filename=attachment.name, content_type=attachment.kind
    )


@require_POST
def file_remove(request: HttpRequest, ref: str, file_ref: str) -> HttpResponse:
    sheet = sheet_or_404(request, ref, rules.can_edit_sheet)
    actions.remove_attachment(attachment=get_object_or_404(sheet.attachments, ref=file_ref), by=request.user)
    messages.success(request, _("Le fichier est retiré."))
    return redirect("practices:detail", sheet.ref)
