"""The directory: words, facets, pages, files."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from cercles.core import clock
from cercles.core.tables import Flavour
from cercles.organisations.exports import directory_file
from cercles.organisations.queries import PAGE_SIZE, Facet, Filters, Found, find_organisations, listed


def _asked(request: HttpRequest) -> tuple[str, Filters]:
    given = {name: request.GET.get(name, "")[:40] for name in Filters.names()}
    return request.GET.get("q", "").strip()[:100], Filters(**given)


@login_not_required
@require_GET
def directory(request: HttpRequest) -> HttpResponse:
    text, filters = _asked(request)
    number = request.GET.get("page", "1")
    found = find_organisations(request.user, text, filters, page=int(number) if number.isdecimal() else 1)
    context = {
        "text": text, "filters": filters, "found": found, "page": _page(found, number), "flavours": Flavour,
        "facets": _facets(request, found, filters), "chosen": any(getattr(filters, name) for name in Filters.names()),
    }  # fmt: skip
    return render(request, "organisations/directory.html", context)


_LABELS = {
    "category": _("Catégorie"), "territory": _("Territoire"), "theme": _("Thème"), "model": _("Modèle économique"),
}  # fmt: skip


def _facets(request: HttpRequest, found: Found, filters: Filters) -> list[tuple[Any, list[dict[str, Any]], bool]]:
    """Each filter with its values as links: choosing one keeps the words and the other filters."""
    groups = []
    for name, values in found.facets.items():
        links = [{"value": value, "query": _with(request, name, value)} for value in values]
        groups.append((_LABELS[name], links, bool(getattr(filters, name))))
    return groups


def _with(request: HttpRequest, name: str, value: Facet) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    query[name] = "" if value.chosen else value.code
    kept = {key: text for key, text in query.items() if text}
    return f"?{urlencode(kept)}" if kept else ""


def _page(found: Found, number: str) -> Any:
    """What ``{% pager %}`` needs: the items are read already."""
    page = Paginator(range(found.total), PAGE_SIZE).get_page(number)
    page.object_list = found.items
    return page


@login_not_required
@require_GET
def export(request: HttpRequest, flavour: str) -> StreamingHttpResponse:
    """Exactly the list on the page, all its pages, as far as the reader may see."""
    if flavour not in Flavour.values:
        raise Http404
    found = listed(request.user, *_asked(request))
    kind = Flavour(flavour)
    name = f"organisations-{clock.today():%Y-%m-%d}.{kind.extension}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(directory_file(found, flavour), content_type=kind.content_type, headers=headers)
