"""Open a poll, close or cancel it, remind who said nothing, treat its objections one by one."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from cercles.circles.models import Circle, Thread
from cercles.core.errors import RuleBroken
from cercles.core.forms import attempt
from cercles.polls import actions, queries, rules
from cercles.polls.forms.polls import CancelForm, CloseForm, ObjectionForm, OpenForm
from cercles.polls.models import Objection, Poll
from cercles.polls.views.polls import FORM, circle_for, draw, poll_for


def _thread(request: HttpRequest, circle: Circle) -> Thread | None:
    """The conversation it comes from, with ``?echange=<ref>``, if the reader is in it."""
    ref = request.GET.get("echange", "")
    return get_object_or_404(Thread.objects.visible_to(request.user).filter(circle=circle), ref=ref) if ref else None


@require_http_methods(FORM)
def open_poll(request: HttpRequest, slug: str) -> HttpResponse:
    circle = circle_for(request, slug, rules.can_open_poll)
    origin = _thread(request, circle)
    form = OpenForm(request.POST or None, initial={"title": origin.title} if origin else None)
    done, poll = attempt(form, lambda clean: actions.open_poll(circle=circle, by=request.user, origin=origin, **clean))
    if done:
        messages.success(request, _("Le sondage est ouvert : les membres reçoivent un lien pour répondre."))
        return redirect(poll)
    return draw(request, "polls/poll_open.html", circle, form=form)


@require_http_methods(FORM)
def close(request: HttpRequest, ref: str) -> HttpResponse:
    poll = poll_for(request, ref, rules.can_run_poll)
    form = CloseForm(request.POST if request.method == "POST" else None)
    done, _closed = attempt(form, lambda clean: actions.close_poll(poll=poll, by=request.user, **clean))
    if done:
        messages.success(request, _("Le sondage est clos ; les membres en reçoivent le résultat."))
        return redirect(poll)
    return draw(request, "polls/poll_close.html", poll.circle, poll=poll, form=form, left=queries.threatened(poll))


@require_http_methods(FORM)
def cancel(request: HttpRequest, ref: str) -> HttpResponse:
    poll = poll_for(request, ref, rules.can_run_poll)
    form = CancelForm(request.POST if request.method == "POST" else None)
    done, _cancelled = attempt(form, lambda clean: actions.cancel_poll(poll=poll, by=request.user, **clean))
    if done:
        messages.success(request, _("Le sondage est annulé ; les membres en reçoivent la raison."))
        return redirect(poll)
    return draw(request, "polls/poll_cancel.html", poll.circle, poll=poll, form=form)


@require_POST
def remind(request: HttpRequest, ref: str) -> HttpResponse:
    """To the voices that said nothing, once a day at most."""
    poll = poll_for(request, ref, rules.can_run_poll)
    try:
        many = actions.ask_again(poll=poll, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal.text))
    else:
        told = ngettext("Un rappel part à %(n)d voix.", "Un rappel part à %(n)d voix.", many)
        messages.success(request, told % {"n": many})
    return redirect(poll)


def _objection_of(poll: Poll, pk: int) -> Objection:
    found = get_object_or_404(Objection.objects.select_related("ballot__organisation", "person"), poll=poll, pk=pk)
    found.poll = poll
    return found


@require_http_methods(FORM)
def objection(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    """One objection, alone on its page."""
    row = _objection_of(poll_for(request, ref, rules.can_run_poll), pk)
    form = ObjectionForm(request.POST if request.method == "POST" else None, objection=row)
    done, poll = attempt(form, lambda clean: _treat(row, request, **clean))
    if done:
        messages.success(request, _("L’objection est traitée ; qui l’avait dite en est prévenu."))
        return redirect(poll)
    return draw(
        request, "polls/objection.html", row.poll.circle, poll=row.poll, objection=row, form=form, theirs=form.follow()
    )


def _treat(row: Objection, request: HttpRequest, *, verb: str, response: str, text: str, round: int) -> Poll:
    if verb == "integrate":
        return actions.integrate_objection(objection=row, by=request.user, response=response, text=text, round=round)
    return actions.set_aside_objection(objection=row, by=request.user, response=response)


@require_POST
def objection_lift(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    """By whoever said it."""
    row = _objection_of(poll_for(request, ref), pk)
    if row.person != request.user:
        raise Http404
    try:
        actions.withdraw_objection(objection=row, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal.text))
    else:
        messages.success(request, _("Votre objection est levée."))
    return redirect(row.poll)
