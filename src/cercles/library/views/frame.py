"""What every page of the room does: find what the reader may see, draw it under the head of its circle."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cercles.circles.models import Circle
from cercles.circles.queries import circle_seen
from cercles.circles.queries.moderation import removed_on
from cercles.circles.rules import can_act_as_member, can_see_inside
from cercles.core import slots
from cercles.core.errors import TakenAway
from cercles.core.typography import when
from cercles.library import queries, rules
from cercles.library.models import CircleDocument, FolderImport

Rule = Callable[[Any, Any], bool]


def circle_for(request: HttpRequest, slug: str, rule: Rule) -> Circle:
    circle = circle_seen(request.user, slug)
    if circle is None or not rule(request.user, circle):
        raise Http404
    return circle


def document_for(request: HttpRequest, ref: str, rule: Rule = rules.can_see_document) -> CircleDocument:
    document = queries.document_seen(request.user, ref)
    if document is None:
        raise _gone(request, ref)
    if not rule(request.user, document):
        raise Http404
    return document


def _gone(request: HttpRequest, ref: str) -> Exception:
    """Taken away by moderation: those who read it are told so. For anybody else, and for any act, there is nothing."""
    away = queries.removed_document(ref) if request.method in ("GET", "HEAD") else None
    if away is None or not rules.knows_removed_document(request.user, away):
        return Http404()
    day = removed_on(queries.DOCUMENT, away.pk)
    told = _(
        "Ce document a été retiré par la modération le %(day)s. La personne qui l’avait ajouté en a reçu la raison."
    )
    return TakenAway(told % {"day": when(day)})


def folder_for(request: HttpRequest, ref: str, rule: Rule = rules.can_see_folder) -> FolderImport:
    folder = queries.folder_seen(request.user, ref)
    if folder is None or not rule(request.user, folder):
        raise Http404
    return folder


def draw(request: HttpRequest, template: str, circle: Circle, **context: Any) -> HttpResponse:
    """A form that came back with errors answers 422."""
    form = context.get("form")
    shared = {
        "circle": circle, "tabs": slots.collect("circle.tabs", circle, request.user), "tab": "library",
        "inside": can_see_inside(request.user, circle), "may_act": can_act_as_member(request.user, circle),
    }  # fmt: skip
    status = 422 if form is not None and form.is_bound and form.errors else 200
    return render(request, template, shared | context, status=status)
