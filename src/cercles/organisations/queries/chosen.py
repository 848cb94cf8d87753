"""What is chosen, in words: each choice can be taken back, whether or not anything is found with it."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cercles.core.prepared import prepared
from cercles.organisations.enums import OrganisationState
from cercles.organisations.queries.filters import Filters
from cercles.organisations.queries.values import ANY_STATE, ENDED
from cercles.organisations.queries.words import VOCABULARIES
from cercles.references.models import Term
from cercles.references.queries import activity_label
from cercles.territories.enums import TerritoryKind
from cercles.territories.queries import place_at


@dataclass(frozen=True)
class Chip:
    """One choice: the filter it stands for, and its words."""

    name: str
    label: str


def chips(filters: Filters, place: str) -> list[Chip]:
    """``place``: the label of what it is near. That of what is unknown is what was written in the address."""
    chosen = filters.chosen
    terms = {name: chosen[name] for name in VOCABULARIES if name in chosen}
    labels = {(kind, code): label for kind, code, label in _labels(list(terms.values()))} if terms else {}
    said = {name: labels.get((VOCABULARIES[name], code), code) for name, code in terms.items()}
    if filters.near:
        said["near"] = _near(filters, place)
    if filters.territory:
        said["territory"] = filters.place.label if filters.place else filters.territory
    if filters.activity:
        said["activity"] = activity_label(filters.activity)
    if filters.state:
        said["state"] = _state(filters.state)
    return [Chip(name, said[name]) for name in filters.names() if name in said]


def _near(filters: Filters, place: str) -> str:
    """« à 20 km de Montargis (Loiret, 45) »."""
    return _("à %(km)d km de %(place)s") % {"km": filters.distance, "place": place or filters.near}


def place_label(code: str) -> str:
    """Of a commune by its INSEE code; nothing when there is none."""
    place = place_at(TerritoryKind.COMMUNE, code) if code else None
    return place.label if place else ""


def _state(chosen: str) -> str:
    words = {ENDED: _("Qui ont cessé"), ANY_STATE: _("En activité ou non"), **dict(OrganisationState.choices)}
    return str(words.get(chosen, chosen))


@prepared
def _labels(codes: Collection[str]) -> QuerySet[Term, tuple[str, str, str]]:
    return Term.objects.filter(code__in=codes).order_by().values_list("vocabulary", "code", "label")
