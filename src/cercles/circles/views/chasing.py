"""A question taken to members who may know, by hand; and by one of them to the next."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cercles.circles import rules
from cercles.circles.actions import chasing as actions
from cercles.circles.queries.chasing import members
from cercles.circles.views.frame import allow, say
from cercles.circles.views.questions import question_for
from cercles.core.errors import RuleBroken
from cercles.core.forms import after


@require_POST
def question_chase(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    question = question_for(request, slug, ref, rules.can_chase)
    try:
        rows = actions.take_question(question=question, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal.text))
    else:
        messages.success(request, _("La question part à %(whom)s, au rythme de chacun.") % {"whom": members(len(rows))})
    return after(request, question.thread.get_absolute_url())


@require_POST
def question_pass(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    question = question_for(request, slug, ref, lambda person, question: True)
    mine = question.solicitations.filter(person=request.user).select_related("question__thread__circle").first()
    allow(mine is not None and rules.can_pass(request.user, mine))
    say(
        request,
        lambda: actions.do_not_know(solicitation=mine, by=request.user),
        _("C’est noté : la question va à un autre membre."),
    )
    return redirect(question.thread.get_absolute_url())
