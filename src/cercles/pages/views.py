"""Pages that compose what the rooms hold: the home and one's week."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cercles.circles import actions
from cercles.circles.models import Nudge
from cercles.circles.queries import circles_of, first_circles
from cercles.circles.queries.week import word_in
from cercles.circles.rules import can_edit_nudge
from cercles.core.errors import RuleBroken
from cercles.core.forms import attempt
from cercles.meetings.rules import can_open_meeting
from cercles.pages import queries
from cercles.pages.forms import WordForm
from cercles.practices.rules import can_write_in

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
    due, circles = queries.due_for(person), list(circles_of(person))
    words, aside = queries.prepared_for(person, circles)
    lines = queries.week_lines(due, words)
    shown = [
        {**line, "word": line["word"] and WordForm(word=line["word"])}
        for line in (lines if "tout" in request.GET else lines[:FIRST])
    ]
    context = {
        "parts": queries.parts_of(shown), "count": len(lines), "later": len(lines) - len(shown), "aside": aside,
        "gestures": queries.gestures(len(lines)), "sent": queries.sent_alone(person), "panels": queries.week_panels(person, due),
        "mine": [
            {"name": circle.name, "slug": circle.slug, "stage": circle.stage_label, "runs": can_open_meeting(person, circle),
             "writes": can_write_in(person, circle)}
            for circle in circles
        ],
    }  # fmt: skip
    return render(request, "pages/week.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def word(request: HttpRequest, slug: str, kind: str, about: int) -> HttpResponse:
    """A prepared message alone: read, changed, sent; or put off, or refused for ever."""
    found = word_in(request.user, slug, kind, about)
    if found is None:
        raise Http404
    form = WordForm(request.POST or None, word=found)
    if request.method == "POST":
        done, told = attempt(form, lambda clean: _act(found, request.user, **clean))
        if done:
            messages.success(request, told)
            return redirect("pages:week")
    status = 422 if form.is_bound else 200
    return render(request, "pages/word.html", {"form": form, "word": found}, status=status)


def _act(found: Any, by: Any, *, do: str, text: str, with_address: bool = False) -> str:
    """What was done, in words."""
    if do == "later":
        actions.put_off(word=found, by=by)
        return _("Cette ligne reviendra dans deux semaines. Elle est sous « Mis de côté ».")
    if do == "never":
        actions.never_again(word=found, by=by)
        return _("Cette ligne ne reviendra plus. Elle reste sous « Mis de côté », d’où vous pouvez la reprendre.")
    actions.send_word(word=found, by=by, text=text, with_address=with_address)
    if found.thread_id:
        return _("Votre message est dans l’échange ; les membres en sont prévenus selon leur rythme.")
    return _("Votre message est parti à %(name)s.") % {"name": found.person_name}


@require_POST
def word_back(request: HttpRequest, pk: int) -> HttpResponse:
    """What was put aside waits again."""
    nudge = get_object_or_404(Nudge.objects.visible_to(request.user).select_related("circle"), pk=pk)
    if not can_edit_nudge(request.user, nudge):
        raise Http404
    try:
        actions.take_up(nudge=nudge, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal.text))
    else:
        messages.success(request, _("La ligne est de nouveau dans votre semaine, si elle est toujours d’actualité."))
    return redirect("pages:week")
