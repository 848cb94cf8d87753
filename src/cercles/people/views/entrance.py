"""The door: an address, then a code received by mail; a newcomer says her name and accepts the terms."""

from typing import Any

from allauth.account.utils import get_next_redirect_url
from allauth.account.views import ConfirmLoginCodeView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from cercles.core.forms import attempt
from cercles.people import actions
from cercles.people.adapters import code_is_awaited, send_code
from cercles.people.forms.entrance import CodeForm, SignInForm, SignUpForm, WelcomeForm

_SIGN_UP, _EMAIL = "people_sign_up", "people_email"


def _with_next(request: HttpRequest, name: str) -> str:
    onward = get_next_redirect_url(request)
    return reverse(name) + (f"?{urlencode({'next': onward})}" if onward else "")


def _onward(request: HttpRequest) -> str:
    return get_next_redirect_url(request) or resolve_url(settings.LOGIN_REDIRECT_URL)


def _ask_address(request: HttpRequest, form_class: type[SignInForm], template: str) -> HttpResponse:
    """The common half of signing in and signing up: a code leaves, whoever the address belongs to."""
    if request.user.is_authenticated:
        return redirect(_onward(request))
    more = {"person": request.user} if issubclass(form_class, SignUpForm) else {}
    form = form_class(request.POST or None, initial={"email": request.session.get(_EMAIL, "")}, **more)
    if form.is_valid():
        clean = {**form.cleaned_data, "email": form.cleaned_data["email"].lower()}
        request.session[_EMAIL] = clean["email"]
        request.session[_SIGN_UP] = clean if form_class is SignUpForm else None
        send_code(request, clean["email"])
        return redirect(_with_next(request, "account_confirm_login_code"))
    other = _with_next(request, "account_login" if form_class is SignUpForm else "account_signup")
    context = {"form": form, "other_url": other, "onward": get_next_redirect_url(request) or ""}
    return render(request, template, context, status=422 if request.method == "POST" else 200)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    return _ask_address(request, SignInForm, "people/sign_in.html")


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    return _ask_address(request, SignUpForm, "people/sign_up.html")


class _Code(ConfirmLoginCodeView):
    """allauth's check of the code, with our form, our pages and what a newcomer said before."""

    template_name = "people/code.html"

    def get_form_class(self) -> Any:
        return super().get_form_class() if self._action == "resend" else CodeForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        onward = get_next_redirect_url(self.request) or ""
        return {**context, "onward": onward, "other_url": _with_next(self.request, "account_login")}

    def form_invalid(self, form: Any) -> Any:
        response = super().form_invalid(form)
        if response.status_code == 200:
            response.status_code = 422
        return response

    def _verify_form_valid(self, form: Any) -> HttpResponse:
        said = self.request.session.get(_SIGN_UP)
        response = super()._verify_form_valid(form)
        person = self.request.user
        if not person.is_authenticated:
            return response
        if said and said.pop("email") == person.email:
            person = actions.settle_in(by=person, **said)
        for name in (_SIGN_UP, _EMAIL):
            self.request.session.pop(name, None)
        return response if person.name and person.settled_at else redirect(_with_next(self.request, "people:welcome"))


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_code(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated and not code_is_awaited(request):
        messages.info(
            request, _("Ce code n’est plus valable : il sert quinze minutes, une seule fois. Demandez-en un autre.")
        )
        return redirect(_with_next(request, "account_login"))
    return _Code.as_view()(request)


@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest) -> HttpResponse:
    """Asked until it is answered, then never again."""
    initial = {"name": request.user.name, "directory": request.user.in_directory}
    form = WelcomeForm(request.POST or None, initial=initial, person=request.user)
    if request.method == "POST":
        done, _person = attempt(form, lambda clean: actions.settle_in(by=request.user, **clean))
        if done:
            messages.success(request, _("Bienvenue. Votre compte est ouvert."))
            return redirect(_onward(request))
    context = {"form": form, "onward": get_next_redirect_url(request) or ""}
    return render(request, "people/welcome.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        logout(request)
        messages.success(request, _("Vous êtes déconnecté."))
        return redirect(resolve_url(settings.LOGIN_REDIRECT_URL))
    return render(request, "people/sign_out.html")


@login_not_required
@require_GET
def inactive(request: HttpRequest) -> HttpResponse:
    return render(request, "people/inactive.html")
