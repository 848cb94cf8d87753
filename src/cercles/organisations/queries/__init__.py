"""Reads that several callers share."""

from cercles.organisations.queries.directory import PAGE_SIZE, Facet, Filters, Found, find_organisations, listed
from cercles.organisations.queries.links import administrators, family_ids, people_shown, representatives_of

__all__ = [
    "PAGE_SIZE",
    "Facet",
    "Filters",
    "Found",
    "administrators",
    "family_ids",
    "find_organisations",
    "listed",
    "people_shown",
    "representatives_of",
]
