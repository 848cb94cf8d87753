"""The polls of a circle; one of them, with its form."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cercles.circles.models import Circle
from cercles.circles.queries import circle_seen
from cercles.circles.rules import can_act_as_member, can_see_inside
from cercles.core import slots
from cercles.core.forms import attempt
from cercles.core.paging import page_of
from cercles.polls import actions, emails, queries, rules
from cercles.polls.forms.answer import AnswerForm
from cercles.polls.models import Poll

FORM = ["GET", "HEAD", "POST"]


def circle_for(request: HttpRequest, slug: str, rule: Callable[[Any, Any], bool]) -> Circle:
    circle = circle_seen(request.user, slug)
    if circle is None or not rule(request.user, circle):
        raise Http404
    return circle


def poll_for(request: HttpRequest, ref: str, rule: Callable[[Any, Any], bool] = rules.can_see_poll) -> Poll:
    poll = queries.poll_seen(request.user, ref)
    if poll is None or not rule(request.user, poll):
        raise Http404
    return poll


def draw(request: HttpRequest, template: str, circle: Circle, **context: Any) -> HttpResponse:
    """A page under the head of its circle. A form that came back with errors answers 422."""
    form = context.get("form")
    shared = {
        "circle": circle, "tabs": slots.collect("circle.tabs", circle, request.user), "tab": "polls",
        "inside": True, "may_act": can_act_as_member(request.user, circle),
    }  # fmt: skip
    status = 422 if form is not None and form.is_bound and form.errors else 200
    return render(request, template, shared | context, status=status)


@require_GET
def of_circle(request: HttpRequest, slug: str) -> HttpResponse:
    """The tab « Sondages »."""
    circle = circle_for(request, slug, can_see_inside)
    page = page_of(request, queries.over_in(circle, request.user), per_page=queries.POLLS_A_PAGE)
    context = {
        "open": [line.told for line in queries.open_in(circle, request.user)], "page": page,
        "over": [queries.line_of(row).told for row in page.object_list],
    }  # fmt: skip
    return draw(request, "polls/poll_list.html", circle, **context)


def _form(request: HttpRequest, poll: Poll) -> AnswerForm | None:
    """For who may answer now; none for a secret ballot once it is in the urn, since it is final."""
    if not (rules.can_answer_poll(request.user, poll) and poll.takes_answers):
        return None
    form = AnswerForm(request.POST if request.method == "POST" else None, obj=poll, person=request.user)
    over = poll.is_secret and form.ballot is not None
    return None if over or form.voice is None else form


@require_http_methods(FORM)
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """Read it; answer it, here."""
    poll = poll_for(request, ref)
    form = _form(request, poll)
    if request.method == "POST":
        if form is None:
            messages.error(request, _("Ce sondage ne prend plus de réponse de votre part : rien n’a été noté."))
            return redirect(poll)
        done, _ballot = attempt(form, lambda clean: actions.answer_poll(poll=poll, by=request.user, **clean))
        if done:
            messages.success(request, emails.noted(poll))
            return redirect(poll)
    return draw(request, "polls/poll_detail.html", poll.circle, poll=poll, form=form, **_told(request, poll, form))


def _results(reader: Any, poll: Poll, unnamed: bool) -> queries.Results:
    results = queries.results_of(poll)
    if unnamed and not rules.can_see_who_answered(reader, poll):
        return queries.without_names(results)
    return results


def _told(request: HttpRequest, poll: Poll, form: AnswerForm | None) -> dict[str, Any]:
    """What its page says beside the form."""
    reader = request.user
    runs, shows = rules.can_run_poll(reader, poll), rules.can_see_results(reader, poll)
    objections = queries.objection_lines(poll, reader, runs=runs) if poll.is_consent else []
    silent = poll.takes_answers and form is None
    has_voice, unnamed = rules.can_answer_poll(reader, poll), queries.is_unnamed(poll)
    if silent and has_voice and poll.by_organisation:  # she may have left the one she spoke for
        has_voice = queries.voice_of(poll, reader) is not None
    return {
        "panels": slots.collect("poll.panels", poll, reader),
        "runs": runs, "results": _results(reader, poll, unnamed) if shows else None, "objections": objections,
        "unnamed": unnamed,
        "lifts": next((line["pk"] for line in objections if line["own"] and line["waits"]), 0),
        "versions": queries.versions_of(poll), "has_voted": silent and has_voice and poll.is_secret,
        "no_voice": silent and not has_voice and poll.by_organisation,
    }  # fmt: skip
