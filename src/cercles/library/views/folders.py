"""An old folder is brought in: sent, confirmed, followed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cercles.core.forms import attempt
from cercles.core.paging import page_of
from cercles.library import actions, queries, rules
from cercles.library.adapters.telling import aside_lines
from cercles.library.enums import FolderState
from cercles.library.forms.folders import BringForm, ConfirmForm
from cercles.library.models import FolderImport
from cercles.library.views.frame import circle_for, draw, folder_for

FORM = ["GET", "HEAD", "POST"]


@require_http_methods(FORM)
def bring(request: HttpRequest, slug: str) -> HttpResponse:
    circle = circle_for(request, slug, rules.can_add_document)
    form = BringForm(request.POST or None, request.FILES or None)
    done, folder = attempt(form, lambda clean: actions.bring_folder(circle=circle, by=request.user, **clean))
    if done:
        return redirect(folder)
    return draw(request, "library/folder_bring.html", circle, form=form, sent=queries.folders_in(circle, request.user))


@require_http_methods(FORM)
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """What it becomes, to confirm; then how far it went and what did not enter."""
    folder = folder_for(request, ref)
    if folder.state == FolderState.PROPOSED and rules.can_edit_folder(request.user, folder):
        return _confirm(request, folder)
    page = page_of(request, queries.left_aside(folder), per_page=50)
    context = {"folder": folder, "counts": queries.counts_of(folder), "page": page, "aside": aside_lines(page)}
    return draw(request, "library/folder_detail.html", folder.circle, **context)


def _confirm(request: HttpRequest, folder: FolderImport) -> HttpResponse:
    form = ConfirmForm(request.POST or None, folder=folder)
    done, _row = attempt(form, lambda clean: actions.confirm_folder(folder=folder, by=request.user, **clean))
    if done:
        messages.success(request, _("Les fichiers entrent dans la bibliothèque, un par un. Revenez quand vous voulez."))
        return redirect(folder)
    return draw(request, "library/folder_confirm.html", folder.circle, form=form, folder=folder)


@require_POST
def stop(request: HttpRequest, ref: str) -> HttpResponse:
    folder = folder_for(request, ref, rules.can_edit_folder)
    actions.stop_folder(folder=folder, by=request.user)
    messages.success(request, _("C’est arrêté : ce qui est entré dans la bibliothèque y reste."))
    return redirect(folder)
