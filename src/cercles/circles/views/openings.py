"""Requests to open a circle: where the instance wants them, an administrator answers."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cercles.circles import actions, rules
from cercles.circles.forms.doors import DecisionForm
from cercles.circles.models import OpeningRequest
from cercles.circles.views.frame import allow
from cercles.core.forms import attempt


@require_http_methods(["GET", "HEAD", "POST"])
def opening(request: HttpRequest, ref: str) -> HttpResponse:
    rows = OpeningRequest.objects.visible_to(request.user).select_related("person", "circle", "decided_by")
    found = get_object_or_404(rows, ref=ref)
    form = DecisionForm(request.POST or None) if rules.can_decide_opening(request.user, found) else None
    if request.method == "POST":
        allow(form is not None)

        def act(clean: dict[str, str]) -> OpeningRequest:
            if clean["answer"] == "accept":
                return actions.accept_opening(request=found, by=request.user)
            return actions.decline_opening(request=found, by=request.user, reason=clean["reason"])

        done, _row = attempt(form, act)
        if done:
            messages.success(request, _("La réponse est partie à %(name)s.") % {"name": found.person})
            return redirect("circles:opening", ref=found.ref)
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "circles/opening_detail.html", {"found": found, "form": form}, status=status)
