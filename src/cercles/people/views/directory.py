"""The directory of people, and one person's page."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cercles.core import slots
from cercles.core.forms import attempt
from cercles.people import actions, rules
from cercles.people.forms.account import MessageForm
from cercles.people.models import User
from cercles.people.queries import directory

PAGE = 24


@require_GET
def people(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:80]
    page = Paginator(directory(request.user, words), PAGE).get_page(request.GET.get("page"))
    return render(request, "people/directory.html", {"page": page, "words": words})


@require_GET
def person(request: HttpRequest, ref: str) -> HttpResponse:
    shown = get_object_or_404(User.objects.visible_to(request.user), ref=ref)
    panels = slots.collect("person.panels", shown, request.user)
    context = {
        "person": shown, "panels": panels, "mine": rules.can_edit_person(request.user, shown),
        "reachable": rules.can_write_to(request.user, shown),
    }  # fmt: skip
    return render(request, "people/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, ref: str) -> HttpResponse:
    """A message, relayed by mail to an address that is not shown."""
    person = get_object_or_404(User.objects.visible_to(request.user), ref=ref)
    if not rules.can_write_to(request.user, person):
        raise Http404
    form = MessageForm(request.POST or None)
    done, _sent = attempt(form, lambda clean: actions.write_to(person=person, by=request.user, **clean))
    if done:
        messages.success(request, _("Votre message est parti."))
        return redirect("people:person", ref=ref)
    return render(request, "people/write.html", {"form": form, "person": person}, status=422 if form.is_bound else 200)
