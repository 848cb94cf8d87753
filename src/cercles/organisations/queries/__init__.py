"""Reads that several callers share."""

from cercles.organisations.queries.directory import (
    PAGE_SIZE,
    PLACES,
    Facet,
    Filters,
    Found,
    by_departement,
    find_organisations,
    listed,
)
from cercles.organisations.queries.lines import SEATS, Lines
from cercles.organisations.queries.links import administrators, family_ids, representatives_of

__all__ = [
    "PAGE_SIZE",
    "PLACES",
    "SEATS",
    "Facet",
    "Filters",
    "Found",
    "Lines",
    "administrators",
    "by_departement",
    "family_ids",
    "find_organisations",
    "listed",
    "representatives_of",
]
