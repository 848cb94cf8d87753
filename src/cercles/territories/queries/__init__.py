"""Reads of the territories: finding a place as one types, placing the rows of a file, walking the tree."""

from cercles.territories.queries.find import Place, choice_of, find_places, near_places, place_choices
from cercles.territories.queries.levels import areas, levels
from cercles.territories.queries.map import counts_for, france
from cercles.territories.queries.names import name_keys, place_key
from cercles.territories.queries.near import MOST_KM, Near, communes_near, kilometres, kilometres_told
from cercles.territories.queries.points import RADII, Points, points_of
from cercles.territories.queries.resolve import (
    Ambiguous,
    Name,
    PlaceResolver,
    departement_names,
    place_id_of,
    place_names,
    place_of,
)
from cercles.territories.queries.tree import above, former, groupings, inside, neighbours, place_at, told

__all__ = [
    "MOST_KM",
    "RADII",
    "Ambiguous",
    "Name",
    "Near",
    "Place",
    "PlaceResolver",
    "Points",
    "above",
    "areas",
    "choice_of",
    "communes_near",
    "counts_for",
    "departement_names",
    "find_places",
    "former",
    "france",
    "groupings",
    "inside",
    "kilometres",
    "kilometres_told",
    "levels",
    "name_keys",
    "near_places",
    "neighbours",
    "place_at",
    "place_choices",
    "place_id_of",
    "place_key",
    "place_names",
    "place_of",
    "points_of",
    "told",
]
