"""An old list brought into a circle."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cercles.circles import rules
from cercles.circles.actions import threads as actions
from cercles.circles.forms.threads import ListForm
from cercles.circles.views.frame import circle_for, draw
from cercles.core.forms import attempt


@require_http_methods(["GET", "HEAD", "POST"])
def list_import(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the file; see how far the ones given before went."""
    circle = circle_for(request, slug, rules.can_edit_circle)
    form = ListForm(request.POST or None, request.FILES or None)
    done, _row = attempt(
        form,
        lambda clean: actions.bring_in(circle=circle, by=request.user, file=clean["file"], name=clean["file"].name),
    )
    if done:
        messages.success(
            request,
            _("La liste est reçue ; elle entre dans les échanges, message après message. Revenez quand vous voulez."),
        )
        return redirect("circles:list_import", slug=slug)
    return draw(
        request, "circles/list_import.html", circle, "settings", form=form, imports=circle.list_imports.all()[:10]
    )
