"""The directory of people, and one person's page."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from cercles.core import slots
from cercles.people import rules
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
    context = {"person": shown, "panels": panels, "mine": rules.can_edit_person(request.user, shown)}
    return render(request, "people/person.html", context)
