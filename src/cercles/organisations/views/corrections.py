"""What a register says instead of what a person wrote, and the act that takes it back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cercles.core.errors import RuleBroken
from cercles.organisations import actions, rules
from cercles.organisations.models import Organisation
from cercles.organisations.queries.provenance import differences
from cercles.organisations.views.organisation import shown_or_404


def _mendable_or_404(request: HttpRequest, ref: str) -> Organisation:
    organisation = shown_or_404(request, ref)
    if not rules.can_take_back(request.user, organisation):
        raise Http404
    return organisation


@require_GET
def register(request: HttpRequest, ref: str) -> HttpResponse:
    organisation = _mendable_or_404(request, ref)
    context = {"organisation": organisation, "differences": differences(organisation)}
    return render(request, "organisations/organisation_register.html", context)


@require_POST
def take_back(request: HttpRequest, ref: str, column: str) -> HttpResponse:
    organisation = _mendable_or_404(request, ref)
    try:
        actions.take_back(organisation=organisation, column=column, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal.text))
    else:
        messages.success(request, _("C’est repris : les prochains fichiers tiendront cette ligne à jour."))
    return redirect("organisations:register", ref=organisation.ref)
