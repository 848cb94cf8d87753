"""The entrance of the demonstration: outside it, it does not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cercles.people.models import User
from cercles.people.queries import demo_people


def _only_in_demo(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @login_not_required
    @wraps(view)
    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, **kwargs)

    return answer


@_only_in_demo
@require_GET
def entrance(request: HttpRequest) -> HttpResponse:
    return render(request, "people/demo.html", {"people": demo_people()})


@_only_in_demo
@require_POST
def enter_as(request: HttpRequest, ref: str) -> HttpResponse:
    """Enter as somebody who does not exist: nobody real is ever entered as."""
    person = get_object_or_404(User.objects.active().filter(is_fictional=True), ref=ref)
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    messages.success(request, _("Vous êtes %(name)s, personne fictive.") % {"name": person.display_name})
    return redirect(settings.LOGIN_REDIRECT_URL)
