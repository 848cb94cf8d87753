"""The page behind a signed link: what will happen, one button, what was done. It never signs anybody in.

The token in the address is itself the secret a forged form would lack, so these pages ask for no CSRF cookie: they work in the small
browser of a mail reader. They also send no ``Referer``, which would make the browser hide its origin from Django's check.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cercles.core import links
from cercles.core.forms import attempt
from cercles.people import actions
from cercles.people.models import User
from cercles.people.queries import person_of

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Opened:
    """A link that may act."""

    claim: links.Claim
    person: User
    obj: Any


def _confidential(view: View) -> View:
    """Nothing of this page is kept, indexed, or told to the next site."""

    @csrf_exempt
    @login_not_required
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return answer


def _open(token: str) -> Opened:
    """Whom and what the token is about, or ``LinkRefused``: also when the person or the object is gone."""
    claim = links.read(token)
    opened = _still_there(claim)
    if not links.is_current(claim, opened.person):
        raise links.LinkRefused("revoked")
    return opened


def _still_there(claim: links.Claim) -> Opened:
    person = person_of(claim)
    obj = claim.verb.load(claim.object_id) if person else None
    if person is None or obj is None:
        raise links.LinkRefused("gone")
    if not claim.verb.may(person, obj):
        raise links.LinkRefused("not_yours")
    return Opened(claim, person, obj)


def _renewable(refusal: links.LinkRefused) -> Opened | None:
    """An expired link may be replaced, by mail only, if it was not revoked and its person and object are still there."""
    if refusal.claim is None:
        return None
    try:
        opened = _still_there(refusal.claim)
    except links.LinkRefused:
        return None
    return opened if links.is_current(refusal.claim, opened.person) else None


def _refused(request: HttpRequest, token: str, refusal: links.LinkRefused) -> HttpResponse:
    renewable = _renewable(refusal) is not None
    context = {"reason": refusal.reason, "token": token, "renewable": renewable}
    return render(request, "people/link_refused.html", context, status=404 if refusal.reason == "altered" else 410)


@_confidential
@require_http_methods(["GET", "HEAD", "POST"])
def link_act(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows and changes nothing, since mail scanners open every link; POST does what it said."""
    try:
        opened = _open(token)
    except links.LinkRefused as refusal:
        return _refused(request, token, refusal)
    verb, person, obj = opened.claim.verb, opened.person, opened.obj
    data = request.POST if request.method == "POST" else None
    form = verb.form(data, obj=obj, person=person) if verb.form else forms.Form(data)
    if data is not None:
        done, sentence = attempt(form, lambda clean: verb.perform(obj, person, **clean))
        if done:
            messages.success(request, sentence)
            return redirect("people:link_done")
    act = {
        "text": "",
        "facts": (),
        "button": "",
        "warning": "",
        "panels": (),
        "over": False,
        **verb.present(obj, person),
    }
    context = {"form": form, "person": person, "token": token, "act": act}
    return render(request, "people/link_act.html", context, status=200 if data is None else 422)


@_confidential
@require_http_methods(["GET", "HEAD"])
def link_done(request: HttpRequest) -> HttpResponse:
    return render(request, "people/link_done.html")


@_confidential
@require_http_methods(["POST"])
def link_renew(request: HttpRequest, token: str) -> HttpResponse:
    """« Recevoir un nouveau lien »: mailed to the address we know, never shown here."""
    try:
        links.read(token)
    except links.LinkRefused as refusal:
        opened = _renewable(refusal)
        if opened is None:
            return _refused(request, token, refusal)
        actions.renew_link(verb=opened.claim.verb, obj=opened.obj, by=opened.person)
        return render(request, "people/link_renewed.html")
    return redirect("people:link_act", token=token)


@_confidential
@require_http_methods(["GET", "HEAD", "POST"])
def link_forwarded(request: HttpRequest, token: str) -> HttpResponse:
    """« Tout ce que j’ai reçu a été transféré », from the foot of a link's page."""
    try:
        opened = _open(token)
    except links.LinkRefused as refusal:
        return _refused(request, token, refusal)
    if request.method == "POST":
        actions.revoke_links(by=opened.person)
        return render(request, "people/link_revoked.html")
    return render(request, "people/link_forwarded.html", {"person": opened.person, "token": token})
