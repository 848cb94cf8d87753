"""The two shapes of an act in the site: a form on its own page, a button that posts."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from cercles.core.errors import RuleBroken
from cercles.core.forms import after, attempt
from cercles.meetings.models import Meeting

FORM = ("GET", "HEAD", "POST")


def posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def form_act(
    request: HttpRequest, form: Any, act: Callable[[dict[str, Any]], Any], *, about: Any, said: str, back: str = "", **page: str
) -> HttpResponse:  # fmt: skip
    """Do ``act``, say so, and go to the meeting it made, or ``back`` to what it is ``about``; else the form with what was typed."""
    back = back or about.get_absolute_url()
    done, made = attempt(form, act)
    if done:
        messages.success(request, said)
        return after(request, made if isinstance(made, Meeting) else back)
    context = {"lead": "", "seen": "", "variant": "act", **page, "form": form, "eyebrow": str(about), "back": back}
    return render(request, "meetings/meeting_form.html", context, status=422 if form.is_bound else 200)


def press(request: HttpRequest, act: Callable[[], Any], *, said: str, to: Any) -> HttpResponse:
    """Do ``act`` and say so, or why not; the page of the meeting, or the address ``to``, shows the rest."""
    try:
        act()
    except RuleBroken as refusal:
        messages.error(request, str(refusal.text))
    else:
        messages.success(request, said)
    return redirect(to)
