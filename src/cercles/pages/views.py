"""Pages that compose what the rooms hold: the home and one's week."""

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET

from cercles.circles.models import Circle
from cercles.core.components import Panel
from cercles.meetings.rules import can_open_meeting
from cercles.pages import queries


@login_not_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """For a visitor, what is public; for somebody here, her week."""
    if request.user.is_authenticated:
        return _week(request)
    circles = Circle.objects.visible_to(request.user).order_by("search_key")[:6]
    context = {
        "panels": _drawn(request, queries.public_panels(request.user)),
        "circles": circles,
        "demo": settings.DEMO,
    }
    return render(request, "pages/home.html", context)


@login_not_required
@require_GET
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/accessibility.html")


@login_not_required
@require_GET
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/privacy.html")


@login_not_required
@require_GET
def guide(request: HttpRequest, page: str = "") -> HttpResponse:
    if page not in queries.GUIDE:
        raise Http404
    context = {"document": queries.guide_page(page), "pages": queries.guide_pages(), "current": page}
    return render(request, "pages/guide.html", context)


@require_GET
def week(request: HttpRequest) -> HttpResponse:
    return _week(request)


def _week(request: HttpRequest) -> HttpResponse:
    person = request.user
    due = queries.due_for(person)
    mine = Circle.objects.filter(pk__in=person.memberships.current().values("circle")).order_by("search_key")
    context = {
        "due": due, "gestures": queries.gestures(len(due)), "sent": queries.sent_alone(person),
        "mine": [(circle, can_open_meeting(person, circle)) for circle in mine],
        "panels": _drawn(request, queries.week_panels(person, due)),
    }  # fmt: skip
    return render(request, "pages/week.html", context)


def _drawn(request: HttpRequest, panels: Iterable[Panel]) -> list[str]:
    """What the rooms show, drawn by their own templates."""
    return [render_to_string(panel.template, dict(panel.context), request=request) for panel in panels]
