"""Places: the map, one place, finding a place."""

from functools import lru_cache
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from cercles.core import slots
from cercles.core.fields import suggestions
from cercles.core.routes import address_of
from cercles.core.typography import grouped
from cercles.territories import queries
from cercles.territories.enums import TerritoryKind
from cercles.territories.models import Territory
from cercles.territories.queries import RADII, Points

PAGE = 60
LENGTH = 120
SHOWN = 30
PROPOSED = 8
_LINK = '<a href="{}" tabindex="-1"><circle class="level-{}" cx="{}" cy="{}" r="{}"><title>{}</title></circle></a>'


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
    numbers = queries.counts_for(request.user, place)
    points = queries.points_of(place, numbers)
    context = {
        "place": place,
        "above": queries.above(place),
        "inside": inside,
        "places": queries.told(inside, numbers),
        "points": _drawn(points, get_language()) if points else "",
        "near": queries.neighbours(place),
        "groupings": queries.groupings(place),
        "facts": [_facts(place)],
        "panels": slots.collect("territory.panels", place, request.user),
    }
    return render(request, "territories/territory_detail.html", context)


def _facts(place: Territory) -> dict[str, Any]:
    """Plain values, so that they are drawn once."""
    epci = place.epci
    return {
        "kind": place.kind, "code": place.code, "departement": place.departement_code, "post_codes": place.post_codes,
        "population": place.population, "epci": epci.name if epci else "", "epci_url": epci.get_absolute_url() if epci else "",
        "other_names": ", ".join(place.other_names),
        "former": tuple((one.name, one.kind_label.lower()) for one in queries.former(place)),
    }  # fmt: skip


@lru_cache(maxsize=64)
def _drawn(points: Points, language: str) -> SafeString:
    """What the page of a département draws: the map, the sizes of its legend, the table that says the same, how many communes are left
    to the list. Drawn once for what it says."""
    rows = [
        (dot.name, address_of("territories:detail", TerritoryKind.COMMUNE.value, dot.code), dot.number)
        for dot in points.dots
    ]
    told = {"svg": _map(points), "sizes": _sizes(points), "rows": rows, "left": points.left}
    return render_to_string("territories/points.html", told)


def _map(points: Points) -> SafeString:
    """For the eye and the mouse: the table under it says the same to everybody, so the reading and the keyboard leave it out."""
    shape = points.shape
    dots = format_html_join(
        "",
        _LINK,
        (
            (address_of("territories:detail", TerritoryKind.COMMUNE.value, dot.code), dot.level, dot.x, dot.y,
             RADII[dot.level], f"{dot.name}\u00a0: {grouped(dot.number)}")
            for dot in points.dots
        ),
    )  # fmt: skip
    return format_html(
        '<svg class="map map-points" viewBox="0 0 {} {}" aria-hidden="true" focusable="false"><path d="{}"/>{}</svg>',
        shape.width, shape.height, shape.path, dots,
    )  # fmt: skip


def _sizes(points: Points) -> tuple[dict[str, int], ...]:
    """The legend: each class by the size of its point."""
    return tuple({**vars(one), "radius": RADII[one.level], "side": 2 * RADII[one.level] + 2} for one in points.legend)


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
