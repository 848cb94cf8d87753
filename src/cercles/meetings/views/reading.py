"""The agenda, and the page of a meeting."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cercles.circles.queries import circle_seen
from cercles.circles.rules import can_see_inside
from cercles.core import slots
from cercles.meetings import queries, rules
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
    asked = queries.past if is_past else queries.upcoming
    page = Paginator(asked(request.user, **form.wanted), PAGE).get_page(request.GET.get("page"))
    lines = queries.lines(page.object_list, request.user)
    groups = [(_("Passées"), lines)]
    if not is_past:
        mine, others = [line for line in lines if line.is_mine], [line for line in lines if not line.is_mine]
        groups = [(_("Les vôtres"), mine), (_("Les autres") if mine else _("À venir"), others)]
    context = {
        "form": form, "page": page, "lines": lines, "groups": groups, "is_past": is_past, "is_filtered": bool(form.wanted),
    }  # fmt: skip
    return render(request, "meetings/meeting_list.html", context)


@login_not_required
@require_GET
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    meeting: Meeting = visible(request, ref)
    page, told = queries.page_of(meeting, request.user), queries.told
    context = {
        "meeting": meeting, "page": page, "moment": queries.moment_of(meeting), "asked": told.asked_of(page),
        "agenda": told.agenda_of(page), "people": told.people_of(page), "tools": told.tools_of(page, request.user),
        "follow_ups": told.follow_ups_of(page, request.user), "takeaways": told.takeaways_of(page, request.user),
        "decisions": told.decisions_of(page, request.user), "panels": slots.collect("meeting.panels", meeting, request.user),
    }  # fmt: skip
    return render(request, "meetings/meeting_detail.html", context)


def _of_one(lines: list[queries.Line]) -> list[dict[str, Any]]:
    """On the page of a circle, its name goes without saying."""
    return [line.told | {"circle": ""} for line in lines]


@login_not_required
@require_GET
def of_circle(request: HttpRequest, slug: str) -> HttpResponse:
    """The tab « Rencontres » of a circle."""
    circle = circle_seen(request.user, slug)
    if circle is None:
        raise Http404
    page = Paginator(queries.gone_in(circle, request.user), PAGE).get_page(request.GET.get("page"))
    context = {
        "circle": circle, "tabs": slots.collect("circle.tabs", circle, request.user), "tab": "meetings",
        "inside": can_see_inside(request.user, circle), "opens": rules.can_open_meeting(request.user, circle),
        "coming": _of_one(queries.lines(queries.coming_in(circle, request.user), request.user)),
        "page": page, "gone": _of_one(queries.lines(page.object_list, request.user)),
    }  # fmt: skip
    return render(request, "meetings/circle_meetings.html", context)
