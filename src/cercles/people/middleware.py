"""Terms that came into force and ask to be accepted are met before any other page.

Whoever does not accept them reads the pages the law asks for, takes her data away, erases her account, signs out: nothing else. What
comes by mail (a signed link, an answer) goes on: ``docs/decisions/0022-…``.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cercles.people.enums import LegalPage
from cercles.people.forms.legal import AcceptTermsForm
from cercles.people.queries.legal import terms_to_accept
from cercles.people.views.legal import accept_page

# What stays open by its name. The demonstration's door only changes who one is.
_OPEN = {
    "healthz", "core:manifest", "core:favicon", "account_logout", "account_inactive", "account_login", "account_signup",
    "account_confirm_login_code", "people:welcome", "people:accept_terms", "people:data", "people:erase", "people:erased",
    "people:legal_version", "people:link_act", "people:link_done", "people:link_renew", "people:link_forwarded", "people:demo",
    "people:demo_enter", "journal:rhythms_link", "circles:rhythm_link", "meetings:feed",
    *(page.url_name for page in LegalPage),
}  # fmt: skip
_LONG = 30  # of a text one would miss


class TermsFirst:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or match.view_name in _OPEN or not getattr(request.user, "terms_wait", False):
            return None
        if request.method == "POST":
            return _given_back(request)
        onward = f"{reverse('people:accept_terms')}?{urlencode({'next': request.get_full_path()})}"
        if getattr(request, "htmx", False):
            return HttpResponse(status=204, headers={"HX-Redirect": onward})
        return redirect(onward)


def _given_back(request: HttpRequest) -> HttpResponse | None:
    """What she was sending is not done, and not lost: the long texts are there to be copied."""
    asked = terms_to_accept(request.user)
    if asked is None:
        return None
    # The keys a form carries are long too, and hold no space.
    typed = [value for value in request.POST.values() if len(value) > _LONG and " " in value]
    return accept_page(request, AcceptTermsForm(version=asked), asked, "", status=403, typed=typed)
