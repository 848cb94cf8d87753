"""Visits of the assistance: open one, read during it, end it; and what the members read of it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cercles.circles import rules
from cercles.circles.actions import visits as actions
from cercles.circles.forms.visits import VisitForm
from cercles.circles.models import SupportVisit
from cercles.circles.queries import visits as queries
from cercles.circles.views.frame import allow, circle_for, draw, say
from cercles.core.forms import attempt
from cercles.core.paging import page_of


def visit_for(request: HttpRequest, ref: str) -> SupportVisit:
    """An open visit of who reads; over, it opens nothing."""
    found = queries.visit_seen(request.user, ref)
    if found is None or not rules.can_read_by_visit(request.user, found):
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def visits(request: HttpRequest) -> HttpResponse:
    """Those she made, and the next one."""
    allow(rules.may_visit(request.user))
    form = VisitForm(request.POST or None)
    done, visit = attempt(form, lambda clean: actions.open_visit(by=request.user, **clean))
    if done:
        messages.success(request, _("La visite dure une heure. Les personnes qui animent le cercle le savent."))
        return redirect("circles:visit", ref=visit.ref)
    context = {"form": form, "page": page_of(request, queries.made_by(request.user), per_page=queries.A_PAGE)}
    return render(request, "circles/visits.html", context, status=422 if form.is_bound else 200)


@require_GET
def visit(request: HttpRequest, ref: str) -> HttpResponse:
    found = visit_for(request, ref)
    page = queries.threads_read(found, request.GET.get("page"))
    return render(request, "circles/visit.html", {"visit": found, "page": page, "members": queries.members_read(found)})


@require_GET
def visit_thread(request: HttpRequest, ref: str, thread_ref: str) -> HttpResponse:
    found = visit_for(request, ref)
    thread = queries.thread_read(found, thread_ref)
    if thread is None:
        raise Http404
    page = queries.messages_read(thread, request.GET.get("page"))
    return render(request, "circles/visit_thread.html", {"visit": found, "thread": thread, "page": page})


@require_POST
def visit_end(request: HttpRequest, ref: str) -> HttpResponse:
    found = visit_for(request, ref)
    say(request, lambda: actions.end_visit(visit=found, by=request.user), _("La visite est finie."))
    return redirect("circles:visits")


@require_GET
def visits_of(request: HttpRequest, slug: str) -> HttpResponse:
    """Who came, when, why: for the members."""
    circle = circle_for(request, slug, rules.can_see_inside)
    page = page_of(request, queries.visits_of(circle, request.user), per_page=queries.A_PAGE)
    return draw(request, "circles/circle_visits.html", circle, "stage", page=page)
