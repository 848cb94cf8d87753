"""The agenda, and the page of a meeting."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cercles.core import slots
from cercles.meetings import queries
from cercles.meetings.forms.agenda import AgendaFilterForm
from cercles.meetings.models import Meeting
from cercles.meetings.views.fetch import visible

PAGE = 20


@login_not_required
@require_GET
def agenda(request: HttpRequest) -> HttpResponse:
    """What is to come, the reader's own first; or what is past."""
    form = AgendaFilterForm(request.GET, reader=request.user)
    is_past = request.GET.get("quand") == "passees"
    found = queries.past(request.user) if is_past else queries.upcoming(request.user)
    page = Paginator(queries.with_seats(form.narrow(found)), PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form, "page": page, "lines": queries.lines(page.object_list, request.user), "is_past": is_past,
        "is_filtered": form.is_narrowing,
    }  # fmt: skip
    return render(request, "meetings/meeting_list.html", context)


@login_not_required
@require_GET
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    meeting: Meeting = visible(request, ref)
    page = queries.page_of(meeting, request.user)
    context = {
        "meeting": meeting, "page": page, "moment": queries.moment_of(meeting),
        "place": queries.place_of(meeting, seated=page.seated),
        "panels": slots.collect("meeting.panels", meeting, request.user),
    }  # fmt: skip
    return render(request, "meetings/meeting_detail.html", context)
