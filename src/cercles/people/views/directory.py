"""The directory of people, and one person's page."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cercles.core import slots
from cercles.core.forms import attempt
from cercles.people import actions, rules
from cercles.people.forms.account import MessageForm
from cercles.people.models import User
from cercles.people.queries import directory, person_seen

PAGE = 24


@require_GET
def people(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:80]
    page = Paginator(directory(request.user, words), PAGE).get_page(request.GET.get("page"))
    rows = [
        {"name": one.display_name, "url": one.url, "about": one.about, "fictional": one.is_fictional} for one in page
    ]
    return render(request, "people/directory.html", {"page": page, "rows": rows, "words": words})


def _shown(request: HttpRequest, ref: str) -> User:
    found = person_seen(request.user, ref)
    if found is None:
        raise Http404
    return found


@require_GET
def person(request: HttpRequest, ref: str) -> HttpResponse:
    shown = _shown(request, ref)
    panels = slots.collect("person.panels", shown, request.user)
    context = {
        "person": shown, "panels": panels, "mine": rules.can_edit_person(request.user, shown),
        "reachable": rules.can_write_to(request.user, shown),
    }  # fmt: skip
    return render(request, "people/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, ref: str) -> HttpResponse:
    """A message, relayed by mail to an address that is not shown."""
    person = _shown(request, ref)
    if not rules.can_write_to(request.user, person):
        raise Http404
    form = MessageForm(request.POST or None)
    done, _sent = attempt(form, lambda clean: actions.write_to(person=person, by=request.user, **clean))
    if done:
        messages.success(request, _("Votre message est parti."))
        return redirect("people:person", ref=ref)
    return render(request, "people/write.html", {"form": form, "person": person}, status=422 if form.is_bound else 200)
