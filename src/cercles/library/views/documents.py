"""The library of a circle; one of its documents."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cercles.circles.rules import can_see_inside, is_facilitator
from cercles.core.components import Choice
from cercles.core.paging import page_of
from cercles.core.routes import narrowed
from cercles.library import queries, rules
from cercles.library.adapters.telling import facts_of, version_lines
from cercles.library.enums import REREAD
from cercles.library.models import CircleDocument
from cercles.library.queries import Narrowing
from cercles.library.views.frame import circle_for, document_for, draw

_NAMES = {"place": "venu", "theme": "theme", "origin": "origine", "format": "format"}


def _asked(request: HttpRequest) -> Narrowing:
    chosen = {name: request.GET.get(given, "")[:200] for name, given in _NAMES.items()}
    return Narrowing(words=request.GET.get("q", "").strip()[:200], **chosen)


def _facets(request: HttpRequest, asked: Narrowing, told: dict[str, Any]) -> list[dict[str, Any]]:
    """A choice that is made leads back to the list without it."""
    labels = {"place": _("Venu de"), "theme": _("Thème"), "origin": _("De qui il vient"), "format": _("Format")}
    found = []
    for name, rows in told.items():
        address, now = narrowed(request, _NAMES[name]), getattr(asked, name)
        choices = [
            Choice(words, address("" if value == now else value), many, value == now) for value, words, many in rows
        ]
        found.append({"label": labels[name], "choices": choices, "opened": bool(now) or name == "theme"})
    return found


@require_GET
def of_circle(request: HttpRequest, slug: str) -> HttpResponse:
    """The tab « Documents »."""
    circle, asked = circle_for(request, slug, can_see_inside), _asked(request)
    library = queries.Library(circle, request.user, asked)
    page = page_of(request, library.rows, per_page=queries.DOCUMENTS_A_PAGE)
    context = {
        "page": page, "asked": asked, "lines": library.lines(page.object_list),
        "facets": _facets(request, asked, library.facets()),
    }  # fmt: skip
    return draw(request, "library/document_list.html", circle, **context)


@login_not_required
@require_GET
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """What it is, its file, and for the members what it was before."""
    document = document_for(request, ref)
    inside = rules.can_see_versions(request.user, document)
    versions = queries.versions_of(document) if inside else [_last(document)]
    context = {
        "document": document, "last": versions[0], "facts": facts_of(document, versions[0], inside=inside),
        "former": version_lines(document, versions[1:]), "edits": rules.can_edit_document(request.user, document),
        "stale": queries.is_stale(document), "reports": rules.can_report_document(request.user, document),
        "moderates": is_facilitator(request.user, document.circle),
        "deletes": rules.can_delete_document(request.user, document), "rereads": versions[0].text_state in REREAD,
    }  # fmt: skip
    if inside:
        return draw(request, "library/document_detail.html", document.circle, **context)
    return render(request, "library/document_alone.html", context)


def _last(document: CircleDocument) -> Any:
    return queries.version_of(document, document.number)
