"""What administrators mend."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cercles.core.forms import attempt
from cercles.organisations import actions, rules
from cercles.organisations.actions import duplicates
from cercles.organisations.forms.duplicates import OtherPageForm, PartForm
from cercles.organisations.forms.organisations import RepairForm
from cercles.organisations.models import Organisation
from cercles.organisations.models.identifiers import IDENTIFIERS
from cercles.organisations.views.organisation import shown_or_404


def _repairable_or_404(request: HttpRequest, ref: str) -> Organisation:
    organisation = shown_or_404(request, ref)
    if not rules.can_repair(request.user, organisation):
        raise Http404
    return organisation


@require_http_methods(["GET", "HEAD", "POST"])
def identifiers(request: HttpRequest, ref: str) -> HttpResponse:
    organisation = _repairable_or_404(request, ref)
    form = RepairForm(request.POST or None, initial={name: getattr(organisation, name) for name in IDENTIFIERS})
    done, _row = attempt(
        form, lambda clean: actions.repair_identifiers(organisation=organisation, by=request.user, **clean)
    )
    if done:
        messages.success(request, _("Les identifiants sont corrigés."))
        return redirect(organisation)
    context = {"form": form, "organisation": organisation}
    return render(request, "organisations/organisation_identifiers.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, ref: str) -> HttpResponse:
    """« C’est un doublon »: of which page? Then both are compared."""
    page = _repairable_or_404(request, ref)
    form = OtherPageForm(request.POST or None, reader=request.user, page=page)
    done, pair = attempt(form, lambda clean: duplicates.propose(one=page, by=request.user, **clean))
    if done:
        return redirect(pair)
    context = {"form": form, "organisation": page}
    return render(request, "organisations/organisation_merge.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest, ref: str) -> HttpResponse:
    """Undo a merge; ``ref`` is the alias."""
    alias = _repairable_or_404(request, ref)
    if not alias.merged_into_id:
        raise Http404
    form = PartForm(request.POST or None)
    done, _row = attempt(form, lambda clean: actions.undo_merge(duplicate=alias, by=request.user, **clean))
    if done:
        messages.success(request, _("Les deux pages sont de nouveau séparées."))
        return redirect(alias)
    context = {"form": form, "organisation": alias, "kept": get_object_or_404(Organisation, pk=alias.merged_into_id)}
    return render(request, "organisations/organisation_part.html", context, status=422 if form.is_bound else 200)
