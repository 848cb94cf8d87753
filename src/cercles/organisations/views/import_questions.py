"""What imports leave to a person: is this row that page, and where is this place."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cercles.core.errors import RuleBroken
from cercles.core.forms import attempt
from cercles.core.paging import page_of
from cercles.organisations.actions import imports
from cercles.organisations.actions.imports.doubts import VERBS
from cercles.organisations.forms.imports import PlaceForm
from cercles.organisations.models import ImportDoubt, Organisation
from cercles.organisations.queries.imports import compared, doubts_waiting, unplaced
from cercles.organisations.views.imports import administrators_only
from cercles.territories.queries import find_places


@require_GET
def doubts(request: HttpRequest) -> HttpResponse:
    administrators_only(request)
    return render(request, "organisations/import_doubts.html", {"page": page_of(request, doubts_waiting())})


@require_GET
def doubt(request: HttpRequest, ref: str) -> HttpResponse:
    """Both records side by side, and the three acts."""
    administrators_only(request)
    rows = ImportDoubt.objects.select_related(
        "organisation__seat__parent", "organisation__category", "run", "decided_by"
    )
    found = get_object_or_404(rows, ref=ref)
    try:
        lines = compared(found.organisation, imports.draft_of(found).columns)
    except RuleBroken as refusal:
        messages.error(request, str(refusal.text))
        lines = []
    return render(request, "organisations/import_doubt.html", {"doubt": found, "lines": lines})


@require_POST
def decide(request: HttpRequest, ref: str, verb: str) -> HttpResponse:
    """``same``, ``another`` or ``later``; then the next one."""
    administrators_only(request)
    if verb not in VERBS:
        raise Http404
    found = get_object_or_404(ImportDoubt, ref=ref)
    try:
        imports.decide_doubt(doubt=found, verb=verb, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal.text))
        return redirect(found)
    messages.success(request, _("C’est noté. Les prochains imports s’en souviendront."))
    following = doubts_waiting().exclude(pk=found.pk).first()
    return redirect(following or "organisations:doubts")


@require_GET
def unplaced_list(request: HttpRequest) -> HttpResponse:
    administrators_only(request)
    return render(request, "organisations/import_places.html", {"page": page_of(request, unplaced())})


@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest, ref: str) -> HttpResponse:
    """Which commune is meant; for this page, and for all those written alike."""
    administrators_only(request)
    organisation = get_object_or_404(Organisation.objects.exclude(place_written=""), ref=ref)
    form = PlaceForm(request.POST or None, initial={"seat": None})
    done, count = attempt(form, lambda clean: imports.place(organisation=organisation, by=request.user, **clean))
    if done:
        said = ngettext("%(count)d organisation est placée.", "%(count)d organisations sont placées.", count)
        messages.success(request, said % {"count": count})
        return redirect("organisations:unplaced")
    context = {
        "organisation": organisation, "form": form, "near": find_places(organisation.place_written),
        "alike": unplaced().filter(place_written=organisation.place_written).count(),
    }  # fmt: skip
    return render(request, "organisations/import_place.html", context, status=422 if form.is_bound else 200)
