"""The pages the law asks for, as everybody reads them, and the acceptance of the terms of use."""

from collections.abc import Sequence

from allauth.account.utils import get_next_redirect_url
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from cercles.core.forms import attempt
from cercles.people import actions
from cercles.people.enums import LegalPage
from cercles.people.forms.legal import AcceptTermsForm
from cercles.people.models import LegalVersion
from cercles.people.queries import legal


@login_not_required
@require_GET
def page(request: HttpRequest, page: LegalPage) -> HttpResponse:
    """What is in force, what is announced, and every version."""
    return render(request, "people/legal.html", {"shown": legal.shown(page)})


@login_not_required
@require_GET
def version(request: HttpRequest, page: LegalPage, number: int) -> HttpResponse:
    """One version, at its address for ever, and what it changed."""
    versions = LegalVersion.objects.filter(page=page)
    version = get_object_or_404(versions, number=number)
    former = versions.filter(number=number - 1).first()
    shown = legal.shown(page)
    context = {"version": version, "shown": shown, "changes": legal.changes_since(former, version.text)}
    return render(request, "people/legal_version.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest) -> HttpResponse:
    """The terms in force, before anything else; then on to where one was going."""
    onward = get_next_redirect_url(request) or ""
    asked = legal.terms_to_accept(request.user)
    if asked is None:
        return _no_more(request, onward)
    form = AcceptTermsForm(request.POST or None, version=asked)
    done, _row = attempt(form, lambda clean: actions.accept_terms(by=request.user, **clean))
    if done:
        messages.success(request, _("C’est noté : vous acceptez les conditions d’utilisation."))
        return redirect(onward or resolve_url(settings.LOGIN_REDIRECT_URL))
    return accept_page(request, form, asked, onward, status=422 if form.is_bound else 200)


def _no_more(request: HttpRequest, onward: str) -> HttpResponse:
    """Nothing waits: it was accepted meanwhile, in another window for instance."""
    if request.method == "POST" or onward:
        return redirect(onward or resolve_url(settings.LOGIN_REDIRECT_URL))
    return render(request, "people/legal_accepted.html", {"terms": legal.terms_in_force()})


def accept_page(
    request: HttpRequest,
    form: AcceptTermsForm,
    asked: LegalVersion,
    onward: str,
    *,
    status: int,
    typed: Sequence[str] = (),
) -> HttpResponse:
    """``typed``: what she was sending when the terms came into force; it is given back to be copied."""
    before = legal.last_accepted(request.user)
    context = {
        "form": form, "version": asked, "before": before, "onward": onward, "typed": typed,
        "changes": legal.changes_since(before, asked.text),
    }  # fmt: skip
    return render(request, "people/legal_accept.html", context, status=status)
