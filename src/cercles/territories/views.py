"""Places: the map, one place, finding a place."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from cercles.core import slots
from cercles.core.fields import suggestions
from cercles.territories import queries
from cercles.territories.enums import TerritoryKind
from cercles.territories.models import Territory

PAGE = 60
LENGTH = 120
SHOWN = 30
PROPOSED = 8


@require_GET
@login_not_required
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "territories/territory_map.html", {"france": queries.france(request.user)})


@require_GET
@login_not_required
def listing(request: HttpRequest) -> HttpResponse:
    """What the map says, as a table."""
    return render(request, "territories/territory_list.html", {"france": queries.france(request.user)})


@require_GET
@login_not_required
def detail(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    place = queries.place_at(kind, code)
    if place is None or kind == TerritoryKind.COUNTRY:
        raise Http404
    meant = place.heir or (place.parent if kind == TerritoryKind.ARRONDISSEMENT else place)
    if meant != place or code != place.code:
        return redirect(meant)
    inside = Paginator(queries.inside(place), PAGE).get_page(request.GET.get("page"))
    context = {
        "place": place,
        "above": queries.above(place),
        "inside": inside,
        "places": queries.told(inside),
        "groupings": queries.told(queries.groupings(place)),
        "former": queries.former(place),
        "panels": slots.collect("territory.panels", place, request.user),
    }
    return render(request, "territories/territory_detail.html", context)


@require_GET
@login_not_required
def find(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:LENGTH]
    places = queries.find_places(words, kinds=TerritoryKind.values, limit=SHOWN)
    near = [] if places else queries.near_places(words, kinds=TerritoryKind.values, limit=SHOWN)
    return render(request, "territories/territory_find.html", {"words": words, "places": places or near, "near": near})


@require_GET
@login_not_required
def suggest_any(request: HttpRequest) -> JsonResponse:
    """For the box that leads to a place of any kind."""
    words = request.GET.get("q", "")[:LENGTH]
    found = queries.find_places(words, kinds=TerritoryKind.values) or queries.near_places(
        words, kinds=TerritoryKind.values
    )
    return JsonResponse(
        {"results": [_proposal(place.territory, place.label, place.note) for place in found[:PROPOSED]]}
    )


def _proposal(place: Territory, label: str, note: str) -> dict[str, str]:
    said = " · ".join(filter(None, (str(place.kind_label), note)))
    return {"label": label, "note": said, "url": place.get_absolute_url()}


@require_GET
@login_not_required
def suggest(request: HttpRequest) -> JsonResponse:
    return JsonResponse(suggestions(request.GET.get("q", "")[:LENGTH], queries.place_choices))
