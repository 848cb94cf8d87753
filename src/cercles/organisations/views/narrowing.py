"""The filters as a page shows them: values one may choose, and what is chosen, each with the address that takes it back."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cercles.core.components import Choice
from cercles.core.routes import narrowed
from cercles.organisations.queries import Filters, Found
from cercles.organisations.queries.chosen import chips
from cercles.organisations.views.asked import LITERAL, Ask

_LABELS = {
    "state": _("Situation"), "territory": _("Territoire"), "category": _("Catégorie"), "activity": _("Activité"),
    "theme": _("Thème"), "sdg": _("Objectif de développement durable"), "model": _("Modèle économique"),
}  # fmt: skip


def facets_of(request: HttpRequest, found: Found, filters: Filters) -> list[dict[str, Any]]:
    """Each filter with its values as links: choosing one keeps the words and the other filters."""
    groups = []
    for name, label in _LABELS.items():
        address = narrowed(request, name)
        choices = [
            Choice(one.label, address("" if one.chosen else one.code), one.count, one.chosen, one.depth)
            for one in found.facets.get(name, ())
        ]
        if choices:
            groups.append({"label": label, "choices": choices, "opened": bool(getattr(filters, name))})
    return groups


def chips_of(request: HttpRequest, ask: Ask) -> tuple[tuple[str, str], ...]:
    """Each choice with the address of the same list without it. A place that was read in the words is given back to the words."""
    told = []
    for chip in chips(ask.filters, ask.place):
        read = chip.name == "near" and ask.reading is not None
        without = narrowed(request, LITERAL)("1") if read else narrowed(request, chip.name)("")
        told.append((chip.label, without))
    return tuple(told)


def others_of(request: HttpRequest, ask: Ask) -> list[tuple[str, str]]:
    """The other places that were perhaps meant, with their addresses."""
    if ask.reading is None:
        return []
    query = request.GET.copy()
    query.pop("page", None)
    query["q"] = ask.text
    told = []
    for place in ask.reading.places[1:]:
        query["near"] = place.territory.code
        told.append((place.label, f"{request.path}?{query.urlencode()}"))
    return told
