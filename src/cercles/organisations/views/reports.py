"""« Signaler une erreur », and the pages where those who keep the page answer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cercles.core.errors import RuleBroken
from cercles.core.forms import attempt
from cercles.core.limits import count_or_refuse
from cercles.organisations import actions, rules
from cercles.organisations.enums import BY_HAND
from cercles.organisations.forms.links import ReasonForm
from cercles.organisations.forms.reports import ReportForm
from cercles.organisations.models import Organisation, Report
from cercles.organisations.queries.reports import all_waiting
from cercles.organisations.views.organisation import shown_or_404

_TOO_MANY = gettext_lazy(
    "Beaucoup d’erreurs ont été signalées d’ici en peu de temps. Ce que vous avez écrit est gardé : renvoyez-le dans dix minutes."
)
_SHOWN = 200


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def report_error(request: HttpRequest, ref: str) -> HttpResponse:
    organisation = shown_or_404(request, ref)
    if not rules.can_report(request.user, organisation):
        raise Http404
    by = request.user if request.user.is_authenticated else None

    def act(clean: dict[str, str]) -> Report:
        count_or_refuse(request, "ask_as_visitor", _TOO_MANY)
        return actions.report_error(organisation=organisation, by=by, **clean)

    form = ReportForm(request.POST or None, initial=_initial(request))
    done, _report = attempt(form, act)
    if done:
        messages.success(request, _("Merci : les personnes qui tiennent cette page sont prévenues."))
        return redirect(organisation)
    context = {"form": form, "organisation": organisation}
    return render(request, "organisations/report_ask.html", context, status=422 if form.is_bound else 200)


def _initial(request: HttpRequest) -> dict[str, str]:
    return {"email": request.user.email} if request.user.is_authenticated else {}


@require_GET
def report_list(request: HttpRequest) -> HttpResponse:
    """What waits for an answer of whoever keeps a page."""
    reports = all_waiting(request.user).order_by("asked_at", "pk")[:_SHOWN]
    return render(request, "organisations/report_list.html", {"reports": reports})


@require_GET
def report(request: HttpRequest, ref: str) -> HttpResponse:
    return _show(request, _report_or_404(request, ref), ReasonForm())


@require_POST
def accept(request: HttpRequest, ref: str) -> HttpResponse:
    found = _report_or_404(request, ref)
    try:
        actions.accept_report(report=found, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal.text))
        return redirect(found)
    messages.success(request, _("La page est corrigée, et la personne prévenue si elle a laissé son adresse."))
    return redirect(found.organisation)


@require_POST
def decline(request: HttpRequest, ref: str) -> HttpResponse:
    found, form = _report_or_404(request, ref), ReasonForm(request.POST)
    done, _after = attempt(form, lambda clean: actions.decline_report(report=found, by=request.user, **clean))
    if not done:
        return _show(request, found, form, status=422)
    messages.success(
        request, _("La page reste telle quelle, et la personne sait pourquoi si elle a laissé son adresse.")
    )
    return redirect(found)


def _report_or_404(request: HttpRequest, ref: str) -> Report:
    rows = Report.objects.visible_to(request.user).select_related("organisation", "decided_by")
    return get_object_or_404(rows, ref=ref)


def _show(request: HttpRequest, found: Report, form: ReasonForm, status: int = 200) -> HttpResponse:
    page: Organisation = found.organisation
    by_hand = found.column in BY_HAND
    shown = "" if by_hand else getattr(page, found.column)
    edits = rules.can_edit_organisation(request.user, page)
    context = {"report": found, "form": form, "by_hand": by_hand, "shown": shown, "edits": edits}
    return render(request, "organisations/report_detail.html", context, status=status)
