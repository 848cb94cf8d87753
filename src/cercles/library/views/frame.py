"""What every page of the room does: find what the reader may see, draw it under the head of its circle."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from cercles.circles.models import Circle
from cercles.circles.queries import circle_seen
from cercles.circles.rules import can_act_as_member, can_see_inside
from cercles.core import slots
from cercles.library import queries, rules
from cercles.library.models import CircleDocument

Rule = Callable[[Any, Any], bool]


def circle_for(request: HttpRequest, slug: str, rule: Rule) -> Circle:
    circle = circle_seen(request.user, slug)
    if circle is None or not rule(request.user, circle):
        raise Http404
    return circle


def document_for(request: HttpRequest, ref: str, rule: Rule = rules.can_see_document) -> CircleDocument:
    document = queries.document_seen(request.user, ref)
    if document is None or not rule(request.user, document):
        raise Http404
    return document


def draw(request: HttpRequest, template: str, circle: Circle, **context: Any) -> HttpResponse:
    """A form that came back with errors answers 422."""
    form = context.get("form")
    shared = {
        "circle": circle, "tabs": slots.collect("circle.tabs", circle, request.user), "tab": "library",
        "inside": can_see_inside(request.user, circle), "may_act": can_act_as_member(request.user, circle),
    }  # fmt: skip
    status = 422 if form is not None and form.is_bound and form.errors else 200
    return render(request, template, shared | context, status=status)
