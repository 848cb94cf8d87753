"""Reads of the room ``circles`` that several callers share."""

from cercles.circles.queries.charters import (
    Passage,
    charter_page,
    current_charter,
    difference,
    draft_charter,
    has_accepted,
    organisations_to_accept,
    people_to_ask,
    representatives_to_ask,
)
from cercles.circles.queries.consistency import contradictions
from cercles.circles.queries.exported import erase_blockers, of_person
from cercles.circles.queries.grid import Cell, Grid, Line, grid_of, own_positions, positions_of
from cercles.circles.queries.members import (
    current_members,
    doors_of,
    facilitators_of,
    found_circles,
    has_been_in,
    organisations_of,
    overview_of,
    shared_circles,
)
from cercles.circles.queries.unmet import Unmet, unmet_members
from cercles.circles.queries.waiting import due_in, due_of

__all__ = [
    "Cell",
    "Grid",
    "Line",
    "Passage",
    "Unmet",
    "charter_page",
    "contradictions",
    "current_charter",
    "current_members",
    "difference",
    "doors_of",
    "draft_charter",
    "due_in",
    "due_of",
    "erase_blockers",
    "facilitators_of",
    "found_circles",
    "grid_of",
    "has_accepted",
    "has_been_in",
    "of_person",
    "organisations_of",
    "organisations_to_accept",
    "overview_of",
    "own_positions",
    "people_to_ask",
    "positions_of",
    "representatives_to_ask",
    "shared_circles",
    "unmet_members",
]
