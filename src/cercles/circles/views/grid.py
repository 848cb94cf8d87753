"""« Qui fait cela ? »."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cercles.circles import actions, rules
from cercles.circles.forms.members import PositionForm
from cercles.circles.models import Circle, CircleTheme
from cercles.circles.queries import grid_of, head_of, lines_of, own_positions
from cercles.circles.queries.doing import groups_of, who_does
from cercles.circles.views.frame import circle_for, draw, say
from cercles.core.forms import attempt
from cercles.core.routes import address_of


@require_GET
def grid(request: HttpRequest, slug: str) -> HttpResponse:
    """The grid, whole or answering a search: who says they do this, and how to reach them."""
    circle = circle_for(request, slug, rules.can_see_inside)
    whole = grid_of(circle, request.user)
    words, theme = request.GET.get("q", "")[:100], request.GET.get("theme", "")
    lines = lines_of(whole.matching(words, theme), request.user, rules.can_act_as_member(request.user, circle))
    context = {"themes": head_of(whole), "lines": lines, "primary": None, "q": words, "theme": theme}
    return draw(request, "circles/circle_grid.html", circle, "grid", **context)


def _theme(circle: Circle, pk: int) -> CircleTheme:
    rows = CircleTheme.objects.select_related("circle")
    return get_object_or_404(rows, circle=circle, pk=pk, retired_at__isnull=True)


@require_http_methods(["GET", "HEAD", "POST"])
def position(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """My cell, with what was said before."""
    circle = circle_for(request, slug, rules.can_act_as_member)
    theme = _theme(circle, pk)
    history = own_positions(theme, request.user)
    now = next((row for row in history if row.until is None), None)
    names = ("level", "text", "visibility")
    form = PositionForm(
        request.POST or None, circle=circle, initial={name: getattr(now, name) for name in names} if now else None
    )
    if request.method == "POST":
        done, _row = attempt(form, lambda clean: actions.state_position(theme=theme, by=request.user, **clean))
        if done:
            messages.success(request, _("C’est dit, avec la date d’aujourd’hui."))
            return redirect("circles:grid", slug=slug)
    context = {"form": form, "theme": theme, "now": now, "history": history}
    return draw(request, "circles/position_form.html", circle, "grid", **context)


@require_POST
def position_withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    circle = circle_for(request, slug, rules.can_act_as_member)
    found = _theme(circle, pk)
    say(request, lambda: actions.withdraw_position(theme=found, by=request.user), _("La case est vide de nouveau."))
    return redirect("circles:grid", slug=slug)


@require_GET
def theme(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One theme: what each says of it today, and what was said before."""
    circle = circle_for(request, slug, rules.can_see_inside)
    found = _theme(circle, pk)
    ask_url = f"{address_of('circles:question_ask', slug)}?theme={found.pk}&a=tous"
    context = {"theme": found, "groups": groups_of(who_does(found, request.user)), "ask_url": ask_url}
    return draw(request, "circles/theme_detail.html", circle, "grid", **context)
