"""« Je représente cette organisation »: asked, then answered by somebody else."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cercles.core.errors import RuleBroken
from cercles.core.forms import attempt
from cercles.organisations import actions, rules
from cercles.organisations.enums import CLAIM_MOVES, ClaimState
from cercles.organisations.forms.links import ClaimForm, ReasonForm
from cercles.organisations.models import Claim
from cercles.organisations.views.organisation import shown_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, ref: str) -> HttpResponse:
    organisation = shown_or_404(request, ref)
    if not rules.can_ask_to_represent(request.user, organisation):
        raise Http404
    form = ClaimForm(request.POST or None)
    done, claim = attempt(
        form, lambda clean: actions.ask_to_represent(organisation=organisation, by=request.user, **clean)
    )
    if done:
        at_once = claim.state == ClaimState.CONFIRMED
        said = _("Vous représentez maintenant cette organisation.") if at_once else _("Votre demande est envoyée.")
        messages.success(request, said)
        return redirect(organisation if at_once else claim)
    proven = actions.proves_by_address(request.user, organisation)
    context = {"form": form, "organisation": organisation, "proven": proven}
    return render(request, "organisations/claim_ask.html", context, status=422 if form.is_bound else 200)


@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits for an administrator, or for the representatives of an organisation."""
    claims = Claim.objects.visible_to(request.user).open().select_related("organisation", "person").order_by("asked_at")
    return render(request, "organisations/claim_list.html", {"claims": claims[:200]})


@require_GET
def claim(request: HttpRequest, ref: str) -> HttpResponse:
    return _show(request, _claim_or_404(request, ref), ReasonForm())


@require_POST
def answer(request: HttpRequest, ref: str, verb: str) -> HttpResponse:
    """``confirm``, ``decline``, ``contest`` or ``withdraw``: the address says which, the rule says who."""
    found = _claim_or_404(request, ref)
    if verb not in _may(request.user, found):
        raise Http404
    form = ReasonForm(request.POST) if verb in ("decline", "contest") else None
    try:
        if form is not None:
            done, _after = attempt(form, lambda clean: _ACTS[verb](claim=found, by=request.user, **clean))
            if not done:
                return _show(request, found, form, status=422)
        else:
            _ACTS[verb](claim=found, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal.text))
    else:
        messages.success(request, _("Votre réponse est enregistrée et la personne est prévenue."))
    return redirect(found)


_ACTS: dict[str, Any] = {
    "confirm": actions.confirm_claim, "decline": actions.decline_claim,
    "contest": actions.contest_claim, "withdraw": actions.withdraw_claim,
}  # fmt: skip


def _may(person: Any, found: Claim) -> set[str]:
    """Verbs that the state allows and that this person may say."""
    allowed = {
        "confirm": rules.can_decide_claim(person, found), "decline": rules.can_decide_claim(person, found),
        "contest": rules.can_contest_claim(person, found), "withdraw": found.person_id == person.pk,
    }  # fmt: skip
    return {verb for verb in CLAIM_MOVES.get(ClaimState(found.state), {}) if allowed[verb]}


def _claim_or_404(request: HttpRequest, ref: str) -> Claim:
    rows = Claim.objects.visible_to(request.user).select_related("organisation", "person", "decided_by")
    return get_object_or_404(rows, ref=ref)


def _show(request: HttpRequest, found: Claim, form: ReasonForm, status: int = 200) -> HttpResponse:
    context = {"claim": found, "form": form, "may": _may(request.user, found)}
    return render(request, "organisations/claim_detail.html", context, status=status)
