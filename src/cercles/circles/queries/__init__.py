"""Reads of the room ``circles`` that several callers share."""

from cercles.circles.queries.charters import (
    Passage,
    current_charter,
    difference,
    draft_charter,
    has_accepted,
    organisations_to_accept,
    people_to_ask,
    representatives_to_ask,
)
from cercles.circles.queries.grid import Cell, Grid, Line, grid_of
from cercles.circles.queries.members import current_members, facilitators_of, organisations_of, shared_circles
from cercles.circles.queries.unmet import Unmet, unmet_members

__all__ = [
    "Cell",
    "Grid",
    "Line",
    "Passage",
    "Unmet",
    "current_charter",
    "current_members",
    "difference",
    "draft_charter",
    "facilitators_of",
    "grid_of",
    "has_accepted",
    "organisations_of",
    "organisations_to_accept",
    "people_to_ask",
    "representatives_to_ask",
    "shared_circles",
    "unmet_members",
]
