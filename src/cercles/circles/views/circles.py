"""The list, opening, the overview, settings, stages."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cercles.circles import actions, rules
from cercles.circles.enums import WhoOpens
from cercles.circles.forms.circles import CloseForm, FindForm, OpenForm, SettingsForm, StageForm, ThemeForm
from cercles.circles.models import CircleTheme
from cercles.circles.queries import (
    due_of,
    found_circles,
    grid_of,
    head_of,
    last_note,
    lines_of,
    overview_of,
    shown_outside,
    stage_notes_of,
    unmet_members,
)
from cercles.circles.queries.ending import draft_final_review, final_review_of
from cercles.circles.queries.threads import newest_threads
from cercles.circles.queries.visits import newest_visits
from cercles.circles.rules import memory
from cercles.circles.views.frame import allow, circle_for, draw, say
from cercles.core import slots
from cercles.core.forms import attempt
from cercles.core.text import search_key

PAGE = 20
MANY_WORDS = 6
FEW, COLUMNS = 3, 4  # of the grid, on the overview
DISCS = 4
RECENT = 3


@require_GET
@login_not_required
def circle_list(request: HttpRequest) -> HttpResponse:
    """Mine first; then those the reader may know of, by words, theme and stage."""
    form = FindForm(request.GET or None)
    clean = form.cleaned_data if form.is_bound and form.is_valid() else {}
    words = tuple(search_key(clean.pop("q", "")).split()[:MANY_WORDS])
    found = found_circles.listed(request.user, words=words, **clean)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    mine = {row.circle_id for row in memory.current_memberships(request.user)}
    context = {
        "form": form, "page": page, "mine": mine, "searching": bool(words) or any(clean.values()),
        "may_open": rules.may_open_circle(request.user) or _shown_the_way(request.user), "may_ask": rules.may_ask_to_open(request.user),
    }  # fmt: skip
    return render(request, "circles/circle_list.html", context)


def _shown_the_way(reader: Any) -> bool:
    """A visitor too is told how a circle opens, where it takes no more than an account: she signs in on the way."""
    return not reader.is_authenticated and settings.WHO_OPENS_CIRCLES == WhoOpens.EVERYBODY


@require_http_methods(["GET", "HEAD", "POST"])
def circle_open(request: HttpRequest) -> HttpResponse:
    directly = rules.may_open_circle(request.user)
    allow(directly or rules.may_ask_to_open(request.user))
    form = OpenForm(request.POST or None, person=request.user)
    act = actions.open_circle if directly else actions.ask_to_open
    if request.method == "POST":
        done, made = attempt(form, lambda clean: act(by=request.user, **clean))
        if done and directly:
            messages.success(request, _("Votre cercle est ouvert. Invitez maintenant ses premiers membres."))
            return redirect("circles:doors", slug=made.slug)
        if done:
            messages.success(request, _("Votre demande est partie. La réponse arrivera par courriel."))
            return redirect("circles:list")
    context = {"form": form, "directly": directly, "who_opens": settings.WHO_OPENS_CIRCLES}
    return render(request, "circles/circle_open.html", context, status=422 if form.is_bound else 200)


@require_GET
@login_not_required
def circle_detail(request: HttpRequest, slug: str) -> HttpResponse:
    circle = circle_for(request, slug)
    reader = request.user
    if rules.can_see_inside(reader, circle):
        grid = grid_of(circle, reader)
        context = {
            "note": last_note(circle), "review": final_review_of(circle), "visits": newest_visits(circle),
            "threads": [line.told for line in newest_threads(circle, reader, RECENT)],
            "names": [line.name for line in grid.lines[:DISCS]], "more": max(0, len(grid.lines) - DISCS),
            "themes": head_of(grid, COLUMNS), "lines": lines_of(grid.few(FEW), reader, rules.can_act_as_member(reader, circle), COLUMNS),
            "unmet": [one.told for one in unmet_members(circle, reader, grid)], "due": due_of(reader, circle),
            "panels": (panels := slots.collect("circle.overview", circle, reader)),
            # The one coral act is another room's when it has something to say.
            "primary": grid.next_empty if rules.can_act_as_member(reader, circle) and not panels else None,
        }  # fmt: skip
        return draw(request, "circles/circle_detail.html", circle, "detail", **context)
    context = overview_of(circle, reader) | {
        "names": [],
        "themes": shown_outside(circle, reader),
        "may_join": rules.can_ask_to_join(reader, circle) or not reader.is_authenticated,
    }
    return draw(request, "circles/circle_outside.html", circle, "detail", **context)


@require_http_methods(["GET", "HEAD", "POST"])
def circle_settings(request: HttpRequest, slug: str) -> HttpResponse:
    circle = circle_for(request, slug, rules.can_edit_circle)
    names = ("name", "purpose", "audience_text", "join_question", "visibility", "since")
    form = SettingsForm(request.POST or None, initial={name: getattr(circle, name) for name in names})
    if request.method == "POST":
        done, _circle = attempt(form, lambda clean: actions.update_circle(circle=circle, by=request.user, **clean))
        if done:
            messages.success(request, _("C’est enregistré."))
            return redirect("circles:settings", slug=slug)
    themes = circle.own_themes.select_related("term").filter(retired_at__isnull=True)
    return draw(request, "circles/circle_settings.html", circle, "settings", form=form, themes=themes)


@require_http_methods(["GET", "HEAD", "POST"])
def theme_add(request: HttpRequest, slug: str) -> HttpResponse:
    circle = circle_for(request, slug, rules.can_edit_circle)
    form = ThemeForm(request.POST or None)
    if request.method == "POST":
        done, _theme = attempt(form, lambda clean: actions.add_theme(circle=circle, by=request.user, **clean))
        if done:
            messages.success(request, _("Le thème est dans la grille."))
            return redirect("circles:grid", slug=slug)
    return draw(request, "circles/theme_form.html", circle, "settings", form=form)


@require_POST
def theme_retire(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    circle = circle_for(request, slug, rules.can_edit_circle)
    theme = get_object_or_404(CircleTheme.objects.select_related("circle", "term"), circle=circle, pk=pk)
    told = _("Le thème a quitté la grille ; ce qui en a été dit est gardé.")
    say(request, lambda: actions.retire_theme(theme=theme, by=request.user), told)
    return redirect("circles:settings", slug=slug)


@require_http_methods(["GET", "HEAD", "POST"])
def circle_stage(request: HttpRequest, slug: str) -> HttpResponse:
    """The history of the stages; the next note, for who facilitates."""
    circle = circle_for(request, slug, rules.can_see_inside)
    may_set = rules.can_set_stage(request.user, circle)
    form = StageForm(request.POST or None, initial={"stage": circle.stage})
    if request.method == "POST":
        allow(may_set)
        act = actions.reopen_circle if circle.is_closed else actions.set_stage
        done, _note = attempt(form, lambda clean: act(circle=circle, by=request.user, **clean))
        if done:
            messages.success(request, _("L’étape est notée, avec sa date."))
            return redirect("circles:stage", slug=slug)
    notes = stage_notes_of(circle)
    return draw(request, "circles/circle_stage.html", circle, "stage", form=form, notes=notes, may_set=may_set)


@require_http_methods(["GET", "HEAD", "POST"])
def circle_close(request: HttpRequest, slug: str) -> HttpResponse:
    circle = circle_for(request, slug, rules.can_edit_circle)
    form = CloseForm(request.POST or None, initial={"review": draft_final_review(circle)})
    if request.method == "POST":
        done, _note = attempt(form, lambda clean: actions.close_circle(circle=circle, by=request.user, **clean))
        if done:
            messages.success(
                request,
                _("Le cercle est clos. Tout ce qu’il a produit reste lisible ; vous pouvez en emporter une copie."),
            )
            return redirect("circles:copies", slug=slug)
    told = slots.collect("circle.close_told", circle)
    return draw(request, "circles/circle_close.html", circle, "stage", form=form, told=told)
