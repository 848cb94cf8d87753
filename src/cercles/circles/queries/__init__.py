"""Reads of the room ``circles`` that several callers share."""

from cercles.circles.queries.charters import current_charter, draft_charter
from cercles.circles.queries.members import current_members, facilitators_of, organisations_of

__all__ = [
    "current_charter",
    "current_members",
    "draft_charter",
    "facilitators_of",
    "organisations_of",
]
