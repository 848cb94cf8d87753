"""The directory: words, facets, pages, files."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from cercles.core import clock
from cercles.core.components import Choice
from cercles.core.routes import narrowed
from cercles.core.tables import Flavour
from cercles.organisations.exports import directory_file
from cercles.organisations.queries import PAGE_SIZE, Filters, Found, find_organisations


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
        "rows": [row.told(2) for row in found.items],
        "facets": _facets(request, found, filters), "chosen": any(getattr(filters, name) for name in Filters.names()),
    }  # fmt: skip
    return render(request, "organisations/directory.html", context)


_LABELS = {
    "category": _("Catégorie"), "territory": _("Territoire"), "theme": _("Thème"), "model": _("Modèle économique"),
}  # fmt: skip


def _facets(request: HttpRequest, found: Found, filters: Filters) -> list[dict[str, Any]]:
    """Each filter with its values as links: choosing one keeps the words and the other filters."""
    groups = []
    for name, values in found.facets.items():
        address = narrowed(request, name)
        choices = [
            Choice(one.label, address("" if one.chosen else one.code), one.count, one.chosen, one.inside)
            for one in values
        ]
        groups.append({"label": _LABELS[name], "choices": choices, "opened": bool(getattr(filters, name))})
    return groups


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
    kind = Flavour(flavour)
    name = f"organisations-{clock.today():%Y-%m-%d}.{kind.extension}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(
        directory_file(request.user, *_asked(request), flavour), content_type=kind.content_type, headers=headers
    )
