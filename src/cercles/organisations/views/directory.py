"""The directory: words, places, filters, pages, files."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cercles.core import clock
from cercles.core.routes import address_of, narrowed
from cercles.core.tables import Flavour
from cercles.organisations.exports import MOST_IN_A_WORKBOOK, directory_file
from cercles.organisations.queries import DISTANCES, PAGE_SIZE, Found, find_organisations
from cercles.organisations.queries.proposed import proposed
from cercles.organisations.queries.table import COLUMNS
from cercles.organisations.views.asked import Ask, ask_of, typed_place
from cercles.organisations.views.narrowing import chips_of, facets_of, others_of


@login_not_required
@require_GET
def directory(request: HttpRequest) -> HttpResponse:
    place = typed_place(request)
    if place.address:
        return redirect(place.address)
    ask = ask_of(request)
    found = find_organisations(request.user, ask.text, ask.filters, ask.page, ask.order)
    context = {
        "ask": ask, "found": found, "page": _page(found, ask.page), "place": place, "exports": _exports(request, found),
        "rows": _rows(ask, found), "chips": chips_of(request, ask), "facets": facets_of(request, found, ask.filters),
        "hidden": tuple(ask.hidden.items()), "columns": len(COLUMNS), "most": MOST_IN_A_WORKBOOK,
        "names": ", ".join(COLUMNS), "distances": DISTANCES, "other_places": others_of(request, ask),
        "ordered": _ordered(request, ask, found), "by_name": ask.order == "name",
    }  # fmt: skip
    return render(request, "organisations/directory.html", context)


def _ordered(request: HttpRequest, ask: Ask, found: Found) -> str:
    """The address of the same list in the other order; there is but one without words, or without the index."""
    if not ask.text or found.behind is None:
        return ""
    return narrowed(request, "order")("" if ask.order == "name" else "name")


def _exports(request: HttpRequest, found: Found) -> tuple[tuple[str, str], ...]:
    """The files this list may be taken in: a workbook holds so many lines and no more."""
    query = request.GET.copy()
    query.pop("page", None)
    asked = f"?{query.urlencode()}" if query else ""
    fits = found.total <= MOST_IN_A_WORKBOOK and not found.more
    return tuple(
        (f"{address_of('organisations:export', one.value)}{asked}", str(one.label))
        for one in Flavour
        if fits or one.extension == "csv"
    )


def _rows(ask: Ask, found: Found) -> list[Mapping[str, Any]]:
    around = ask.filters.around
    return [row.told(2, around[row.seat_id].km if row.seat_id in around else None) for row in found.items]


def _page(found: Found, number: int) -> Any:
    """What ``{% pager %}`` needs: the items are read already."""
    page = Paginator(range(found.reached), PAGE_SIZE).get_page(number)
    page.object_list = found.items
    return page


@login_not_required
@require_GET
def suggestions(request: HttpRequest) -> JsonResponse:
    """For the box, as one types."""
    found = proposed(request.user, request.GET.get("q", "").replace("\x00", " ").strip()[:100])
    return JsonResponse(
        {"results": [{"label": row.name, "note": row.note, "url": row.told(2)["url"]} for row in found]}
    )


@login_not_required
@require_GET
def export(request: HttpRequest, flavour: str) -> HttpResponse | StreamingHttpResponse:
    """Exactly the list on the page, all its pages, as far as the reader may see."""
    if flavour not in Flavour.values:
        raise Http404
    ask, kind = ask_of(request), Flavour(flavour)
    if kind.extension != "csv":
        found = find_organisations(request.user, ask.text, ask.filters, 1)
        if found.total > MOST_IN_A_WORKBOOK or found.more:
            text = _(
                "Un classeur tient %(most)d lignes au plus, et cette liste en compte davantage. Prenez un CSV, ou affinez la liste."
            )
            return render(
                request, "organisations/directory_long.html", {"text": text % {"most": MOST_IN_A_WORKBOOK}}, status=422
            )
    name = f"organisations-{clock.today():%Y-%m-%d}.{kind.extension}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    content = directory_file(request.user, ask.text, ask.filters, flavour)
    return StreamingHttpResponse(content, content_type=kind.content_type, headers=headers)
