"""Accounts, for those who administer the platform. For others these pages do not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cercles.core.errors import RuleBroken
from cercles.core.forms import PastedListForm, attempt, kept_lines
from cercles.people import actions, rules
from cercles.people.forms.account import SuspensionForm
from cercles.people.queries import accounts

PAGE = 30


def administrators_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not rules.can_administer(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return answer


@administrators_only
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:80]
    page = Paginator(accounts(words), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "words": words, "who_opens": settings.WHO_OPENS_CIRCLES}
    return render(request, "people/administration.html", context)


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    form = PastedListForm(request.POST or None, request.FILES or None, initial=kept_lines(request))
    done, invited = attempt(form, lambda clean: actions.invite_to_platform(by=request.user, **clean))
    if done:
        text = ngettext("%(count)d invitation est partie.", "%(count)d invitations sont parties.", len(invited))
        messages.success(request, text % {"count": len(invited)})
        return redirect("people:administration_invite" if form.keep(request) else "people:administration")
    return render(request, "people/administration_invite.html", {"form": form}, status=422 if form.is_bound else 200)


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, ref: str) -> HttpResponse:
    """One account: suspend it with a reason."""
    shown = get_object_or_404(accounts(), ref=ref)
    form = SuspensionForm(request.POST or None)
    done, _person = attempt(form, lambda clean: actions.suspend(person=shown, by=request.user, **clean))
    if done:
        messages.success(request, _("Le compte est suspendu ; la personne est prévenue."))
        return redirect("people:administration_person", ref=ref)
    context = {"person": shown, "form": form}
    return render(request, "people/administration_person.html", context, status=422 if form.is_bound else 200)


@administrators_only
@require_POST
def reactivate(request: HttpRequest, ref: str) -> HttpResponse:
    actions.reactivate(person=get_object_or_404(accounts(), ref=ref), by=request.user)
    messages.success(request, _("Le compte est de nouveau ouvert ; la personne est prévenue."))
    return redirect("people:administration_person", ref=ref)


@administrators_only
@require_POST
def set_administrator(request: HttpRequest, ref: str) -> HttpResponse:
    given = request.POST.get("given") == "yes"
    try:
        actions.set_administrator(person=get_object_or_404(accounts(), ref=ref), by=request.user, given=given)
    except RuleBroken as refusal:
        messages.error(request, str(refusal.text))
    else:
        messages.success(request, _("C’est fait ; la personne est prévenue."))
    # An administrator who withdrew her own role no longer sees that page.
    return redirect("people:administration_person", ref=ref) if given or ref != request.user.ref else redirect("/")
