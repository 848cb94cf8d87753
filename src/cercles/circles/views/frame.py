"""What every page of a circle shares: its head, its tabs, and what one may not see is a 404."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from cercles.circles import rules
from cercles.circles.models import Circle
from cercles.circles.queries import circle_seen
from cercles.core import slots
from cercles.core.errors import RuleBroken

Rule = Callable[[Any, Any], bool]


def circle_for(request: HttpRequest, slug: str, rule: Rule = rules.can_see_circle) -> Circle:
    """The circle if the reader knows that it exists and holds the right; else nothing at all."""
    circle = circle_seen(request.user, slug)
    if circle is None or not rule(request.user, circle):
        raise Http404
    return circle


def allow(right: bool) -> None:
    if not right:
        raise Http404


def say(request: HttpRequest, act: Callable[[], Any], done: str) -> None:
    """Run an act that has no form: what was done, or why it was not, is said on the page that follows."""
    try:
        act()
    except RuleBroken as refusal:
        messages.error(request, str(refusal.text))
    else:
        messages.success(request, done)


def draw(
    request: HttpRequest, template: str, circle: Circle, tab: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    """A page of a circle. A form that came back with errors answers 422."""
    reader = request.user
    form = context.get("form")
    shared = {
        "circle": circle,
        "tabs": slots.collect("circle.tabs", circle, reader),
        "tab": tab,
        "inside": rules.can_see_inside(reader, circle),
        "facilitates": rules.can_edit_circle(reader, circle),
        "may_act": rules.can_act_as_member(reader, circle),
        "may_write": rules.can_write_in(reader, circle),
    }
    if status == 200 and form is not None and form.is_bound and form.errors:
        status = 422
    return render(request, template, {**shared, **context}, status=status)
