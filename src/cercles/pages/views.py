"""Pages that compose what the rooms hold: the home and one's week."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cercles.circles.queries import circles_of, first_circles
from cercles.meetings.rules import can_open_meeting
from cercles.pages import queries

FIRST = 12  # a week of which one sees the end


@login_not_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """For a visitor, what is public; for somebody here, her week."""
    if request.user.is_authenticated:
        return _week(request)
    context = {
        "panels": queries.public_panels(request.user), "circles": first_circles(request.user), "demo": settings.DEMO
    }  # fmt: skip
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
    shown = due if "tout" in request.GET else due[:FIRST]
    context = {
        "due": due, "lines": queries.due_lines(shown), "later": len(due) - len(shown),
        "gestures": queries.gestures(len(due)), "sent": queries.sent_alone(person), "panels": queries.week_panels(person, due),
        "mine": [
            {"name": circle.name, "slug": circle.slug, "stage": circle.stage_label, "runs": can_open_meeting(person, circle)}
            for circle in circles_of(person)
        ],
    }  # fmt: skip
    return render(request, "pages/week.html", context)
