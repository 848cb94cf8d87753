"""Reads of the territories: finding a place as one types, placing the rows of a file, walking the tree."""

from cercles.territories.queries.find import Place, choice_of, find_places, place_choices
from cercles.territories.queries.names import name_keys, place_key
from cercles.territories.queries.resolve import Ambiguous, PlaceResolver, place_of

__all__ = [
    "Ambiguous",
    "Place",
    "PlaceResolver",
    "choice_of",
    "find_places",
    "name_keys",
    "place_choices",
    "place_key",
    "place_of",
]
