"""The search of the whole site, and what it proposes as one types."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from cercles.core.components import Choice
from cercles.core.routes import narrowed
from cercles.core.text import whole_number
from cercles.journal.rules import can_administer_work
from cercles.search import actions
from cercles.search.queries.asking import Asked
from cercles.search.queries.finding import PAGE_SIZE, Facet, Group, Results, find, suggest
from cercles.search.queries.sources import facet_kinds
from cercles.search.queries.standing import machines, standing

_LONGEST = 100
_LAST_PAGE = 500


def _asked(request: HttpRequest) -> Asked:
    filters = {kind.key: request.GET.get(kind.key, "")[:60] for kind in facet_kinds()}
    return Asked(request.GET.get("q", "").strip()[:_LONGEST], request.GET.get("kind", "")[:40], filters)


@require_GET
@login_not_required
def results(request: HttpRequest) -> HttpResponse:
    asked = _asked(request)
    page = min(whole_number(request.GET.get("page", "")) or 1, _LAST_PAGE)
    found = find(request.user, asked, page) if asked else Results()
    context = {
        "asked": asked, "found": found, "kinds": _kinds(request, found, asked),
        "facets": [_drawn(request, facet) for facet in found.facets if facet.choices],
        "page": _page(found, page) if asked.kind else None, "everything": sum(tab.total for tab in found.tabs),
    }  # fmt: skip
    return render(request, "search/results.html", context)


def _page(found: Results, number: int) -> Page:
    """What ``{% pager %}`` needs: the items are read already."""
    return Paginator(range(found.total), PAGE_SIZE).get_page(number)


def _drawn(request: HttpRequest, facet: Facet) -> dict[str, Any]:
    """Each choice leads to the same words and the other choices."""
    address = narrowed(request, facet.kind.key)
    choices = [
        Choice(one.label, address("" if one.chosen else one.code), one.count, one.chosen, one.inside)
        for one in facet.choices
    ]
    return {"label": facet.kind.label, "choices": choices, "opened": facet.chosen}


def _kinds(request: HttpRequest, found: Results, asked: Asked) -> list[dict[str, Any]]:
    """What the page of results says of each kind, and where it leads."""
    address = narrowed(request, "kind")
    return [
        {"label": tab.label, "url": address(tab.key), "total": tab.total, "current": asked.kind == tab.key}
        for tab in (Group("", _("Tout"), sum(tab.total for tab in found.tabs)), *found.tabs)
    ]


@require_GET
@login_not_required
def suggestions(request: HttpRequest) -> HttpResponse:
    """A piece of page: the names that begin so."""
    text = request.GET.get("q", "").strip()[:_LONGEST]
    return render(request, "search/suggestions.html", {"found": suggest(request.user, text), "text": text})


def administrators_only(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """For others these pages do not exist."""

    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponse:
        if not can_administer_work(request.user):
            raise Http404
        return view(request)

    return answer


@administrators_only
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """How far the index is behind the database."""
    return render(request, "search/index.html", {"standing": standing(), "machines": machines()})


@administrators_only
@require_POST
def rebuild(request: HttpRequest) -> HttpResponse:
    actions.rebuild_index(by=request.user)
    messages.success(request, _("L’index de cette machine va être refait. Il répond comme avant pendant ce temps."))
    return redirect("search:index")
