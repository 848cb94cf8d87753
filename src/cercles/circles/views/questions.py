"""Questions: the list, asking, turning a conversation into one, choosing the answer, vouching for it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cercles.circles import rules
from cercles.circles.actions import questions as actions
from cercles.circles.actions.moderation import start
from cercles.circles.forms.questions import CertifyForm, QuestionForm, TurnForm
from cercles.circles.models import Message, Question
from cercles.circles.queries import questions as queries
from cercles.circles.views.frame import Rule, allow, circle_for, draw, say
from cercles.circles.views.threads import kept_or_shown, thread_for
from cercles.core.forms import attempt
from cercles.core.paging import page_of

FORM = ["GET", "HEAD", "POST"]


def question_for(request: HttpRequest, slug: str, ref: str, rule: Rule) -> Question:
    question = queries.question_of(thread_for(request, slug, ref))
    allow(question is not None and rule(request.user, question))
    return question  # type: ignore[return-value]


@require_GET
def question_list(request: HttpRequest, slug: str) -> HttpResponse:
    circle = circle_for(request, slug, rules.can_see_inside)
    state = request.GET.get("etat", "")
    page = page_of(request, queries.questions_of(circle, request.user, state), per_page=queries.QUESTIONS_A_PAGE)
    context = {
        "page": page, "lines": [queries.line_of(circle, row) for row in page.object_list],
        "choices": queries.choices(queries.counts(circle, request.user), state),
    }  # fmt: skip
    return draw(request, "circles/question_list.html", circle, "threads", **context)


@require_http_methods(FORM)
def question_ask(request: HttpRequest, slug: str) -> HttpResponse:
    """From a theme of the grid, the form already names it and, if asked so, those who do this."""
    circle = circle_for(request, slug, rules.can_write_in)
    initial = queries.first_words(circle, request.user, request.GET.get("theme", ""), request.GET.get("a", ""))
    form = QuestionForm(request.POST or None, request.FILES or None, circle=circle, initial=initial)
    done, thread = attempt(form, lambda clean: start(circle=circle, by=request.user, asks=True, **clean))
    if done:
        return kept_or_shown(
            request, thread, _("Votre question est posée ; les membres en sont prévenus selon leur rythme."), slug
        )
    return draw(request, "circles/question_ask.html", circle, "threads", form=form)


@require_http_methods(FORM)
def thread_question(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """What is discussed is a question: said by who started it, or by who facilitates."""
    found = thread_for(request, slug, ref, rules.can_edit_thread)
    form = TurnForm(request.POST if request.method == "POST" else None, circle=found.circle)
    done, _made = attempt(form, lambda clean: actions.turn_into_question(thread=found, by=request.user, **clean))
    if done:
        messages.success(request, _("C’est une question : elle attend sa réponse."))
        return redirect(found.get_absolute_url())
    return draw(request, "circles/thread_question.html", found.circle, "threads", thread=found, form=form)


@require_POST
def settle(request: HttpRequest, slug: str, ref: str, number: int) -> HttpResponse:
    question = question_for(request, slug, ref, rules.can_settle)
    answer = get_object_or_404(Message.objects.select_related("author"), thread=question.thread, number=number)
    say(request, lambda: actions.settle(question=question, by=request.user, answer=answer), _("C’est la réponse."))
    return redirect(question.thread.get_absolute_url())


@require_POST
def unsettle(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    question = question_for(request, slug, ref, rules.can_settle)
    say(request, lambda: actions.unsettle(question=question, by=request.user), _("La question attend de nouveau."))
    return redirect(question.thread.get_absolute_url())


@require_http_methods(FORM)
def certify(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    question = question_for(request, slug, ref, rules.can_certify)
    form = CertifyForm(request.POST or None)
    done, _kept = attempt(form, lambda clean: actions.certify(question=question, by=request.user, **clean))
    if done:
        messages.success(request, _("La réponse est certifiée, avec votre nom et votre phrase."))
        return redirect(question.thread.get_absolute_url())
    context: dict[str, Any] = {"question": question, "thread": question.thread, "form": form}
    return draw(request, "circles/question_certify.html", question.thread.circle, "threads", **context)


@require_POST
def uncertify(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    question = question_for(request, slug, ref, rules.can_uncertify)
    done = _("La réponse n’est plus certifiée.")
    say(request, lambda: actions.uncertify(question=question, by=request.user), done)
    return redirect(question.thread.get_absolute_url())
