"""Calendar files: one meeting, or a person's own."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from cercles.meetings import actions, queries
from cercles.meetings.models import CalendarFeed
from cercles.meetings.views.fetch import visible

_TYPE = "text/calendar; charset=utf-8"


@login_not_required
@require_GET
def meeting_file(request: HttpRequest, ref: str) -> HttpResponse:
    meeting = visible(request, ref)
    text = queries.file_text(meeting, request.user)
    answer = HttpResponse(text, content_type=_TYPE)
    answer.headers["Content-Disposition"] = f'attachment; filename="rencontre-{meeting.ref}.ics"'
    return answer


@login_not_required
@require_GET
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever holds the address reads it: it shows no name and no minutes, and its person replaces it when she wants."""
    found = get_object_or_404(
        CalendarFeed.objects.select_related("person"), token=token, person__is_active=True, person__state="active"
    )
    answer = HttpResponse(queries.feed_text(found.person), content_type=_TYPE)
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


@require_GET
def my_calendar(request: HttpRequest) -> HttpResponse:
    found = CalendarFeed.objects.filter(person=request.user).first()
    return render(request, "meetings/my_calendar.html", {"feed": found, "url": queries.feed_url(found)})


@require_POST
def open_feed(request: HttpRequest) -> HttpResponse:
    actions.open_feed(by=request.user)
    return redirect("meetings:my_calendar")


@require_POST
def close_feed(request: HttpRequest) -> HttpResponse:
    actions.close_feed(by=request.user)
    return redirect("meetings:my_calendar")
