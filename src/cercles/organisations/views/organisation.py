"""One organisation: its page, made and changed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cercles.core import slots
from cercles.core.forms import attempt
from cercles.organisations import actions, rules
from cercles.organisations.forms.organisations import CreateForm, OrganisationForm, VisibilityForm
from cercles.organisations.models import Organisation
from cercles.organisations.queries.page import organisation_at, page_of


def shown_or_404(request: HttpRequest, ref: str) -> Organisation:
    return get_object_or_404(Organisation.objects.visible_to(request.user), ref=ref)


@login_not_required
@require_GET
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """An alias leads to the page that speaks for it."""
    organisation = organisation_at(ref, request.user)
    if organisation is None:
        raise Http404
    if organisation.ref != ref:
        return redirect(organisation)
    panels = slots.collect("organisation.panels", organisation, request.user)
    context = {"page": page_of(organisation, request.user), "organisation": organisation, "panels": panels}
    return render(request, "organisations/organisation_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    form = CreateForm(request.POST or None)
    done, organisation = attempt(form, lambda clean: actions.create_organisation(by=request.user, **clean))
    if done:
        messages.success(request, _("La page est créée. Elle est publique."))
        return redirect(organisation)
    return render(
        request, "organisations/organisation_create.html", {"form": form}, status=422 if form.is_bound else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, ref: str) -> HttpResponse:
    organisation = shown_or_404(request, ref)
    if not rules.can_edit_organisation(request.user, organisation):
        raise Http404
    form = OrganisationForm(request.POST or None, instance=organisation)
    done, _edited = attempt(
        form, lambda clean: actions.edit_organisation(organisation=organisation, by=request.user, **clean)
    )
    if done:
        messages.success(request, _("La page est à jour."))
        return redirect(organisation)
    context = {"form": form, "organisation": organisation}
    return render(request, "organisations/organisation_edit.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def visibility(request: HttpRequest, ref: str) -> HttpResponse:
    organisation = shown_or_404(request, ref)
    if not rules.can_set_visibility(request.user, organisation):
        raise Http404
    form = VisibilityForm(request.POST or None, initial={"visibility": organisation.visibility})
    done, _shown = attempt(
        form, lambda clean: actions.set_visibility(organisation=organisation, by=request.user, **clean)
    )
    if done:
        messages.success(request, _("C’est noté : voilà qui voit la page."))
        return redirect(organisation)
    context = {"form": form, "organisation": organisation}
    return render(request, "organisations/organisation_visibility.html", context, status=422 if form.is_bound else 200)
