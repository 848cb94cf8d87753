"""Who belongs to an organisation."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cercles.core.forms import attempt
from cercles.organisations import actions, rules
from cercles.organisations.forms.links import AffiliationForm, PersonForm
from cercles.organisations.models import Affiliation
from cercles.organisations.views.organisation import shown_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, ref: str) -> HttpResponse:
    """« J’en fais partie »."""
    organisation = shown_or_404(request, ref)
    if not rules.can_join(request.user, organisation):
        raise Http404
    form = AffiliationForm(request.POST or None, may_represent=rules.is_representative(request.user, organisation))
    done, _row = attempt(
        form,
        lambda clean: actions.add_affiliation(person=request.user, organisation=organisation, by=request.user, **clean),
    )
    if done:
        messages.success(request, _("C’est noté : vous faites partie de cette organisation."))
        return redirect(organisation)
    context = {"form": form, "organisation": organisation}
    return render(request, "organisations/affiliation_join.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def add_person(request: HttpRequest, ref: str) -> HttpResponse:
    """A representative says who else belongs to it."""
    organisation = shown_or_404(request, ref)
    if not rules.can_add_people(request.user, organisation):
        raise Http404
    form = PersonForm(request.POST or None, may_represent=True)
    done, _row = attempt(form, lambda clean: actions.add_somebody(organisation=organisation, by=request.user, **clean))
    if done:
        messages.success(request, _("C’est noté : la personne est prévenue par courriel."))
        return redirect(organisation)
    context = {"form": form, "organisation": organisation}
    return render(request, "organisations/affiliation_add.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_link(request: HttpRequest, ref: str) -> HttpResponse:
    row = _mine_or_404(request, ref)
    initial = {"role": row.role, "title": row.title, "since": row.since, "until": row.until}
    may_represent = row.is_representative or rules.is_representative(request.user, row.organisation)
    form = AffiliationForm(request.POST or None, initial=initial, may_represent=may_represent)
    done, _row = attempt(form, lambda clean: actions.edit_affiliation(affiliation=row, by=request.user, **clean))
    if done:
        messages.success(request, _("Le lien est à jour."))
        return redirect(row.organisation)
    context = {"form": form, "row": row, "organisation": row.organisation}
    return render(request, "organisations/affiliation_edit.html", context, status=422 if form.is_bound else 200)


@require_POST
def end_link(request: HttpRequest, ref: str) -> HttpResponse:
    row = _mine_or_404(request, ref)
    actions.end_affiliation(affiliation=row, by=request.user)
    messages.success(request, _("Le lien est terminé : il ne donne plus aucun droit."))
    return redirect(
        "organisations:list" if not rules.can_see_organisation(request.user, row.organisation) else row.organisation
    )


def _mine_or_404(request: HttpRequest, ref: str) -> Affiliation:
    rows = Affiliation.objects.visible_to(request.user).select_related("organisation", "person")
    row = get_object_or_404(rows, ref=ref)
    if not rules.can_edit_affiliation(request.user, row):
        raise Http404
    return row
