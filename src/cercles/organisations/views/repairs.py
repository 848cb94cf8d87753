"""What administrators mend."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cercles.core.errors import RuleBroken
from cercles.core.forms import attempt
from cercles.organisations import actions, rules
from cercles.organisations.forms.organisations import MergeForm, PartForm, RepairForm
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
    duplicate = _repairable_or_404(request, ref)
    form = MergeForm(request.POST or None)
    done, _row = attempt(form, lambda clean: _merge(request, duplicate, **clean))
    if done:
        messages.success(request, _("Les deux pages n’en font plus qu’une."))
        return redirect(duplicate)
    context = {"form": form, "organisation": duplicate}
    return render(request, "organisations/organisation_merge.html", context, status=422 if form.is_bound else 200)


def _merge(request: HttpRequest, duplicate: Organisation, *, into: str, reason: str) -> Organisation:
    kept = Organisation.objects.visible_to(request.user).filter(ref=into).first()
    if kept is None:
        raise RuleBroken(
            "page_unknown", _("Aucune page à cette adresse : copiez-la depuis le navigateur."), field="into"
        )
    return actions.merge_organisations(duplicate=duplicate, into=kept, reason=reason, by=request.user)


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
