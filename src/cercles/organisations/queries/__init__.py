"""Reads that several callers share."""

from cercles.organisations.queries.answer import PAGE_SIZE, Answer, answer, suggested
from cercles.organisations.queries.directory import Found, find_organisations
from cercles.organisations.queries.filters import DISTANCES, PLACES, Filters
from cercles.organisations.queries.lines import SEATS, Lines
from cercles.organisations.queries.links import administrators, family_ids, keepers_of, representatives_of
from cercles.organisations.queries.places import by_departement, by_place, here
from cercles.organisations.queries.reports import reports_waiting
from cercles.organisations.queries.values import Value

__all__ = [
    "DISTANCES",
    "PAGE_SIZE",
    "PLACES",
    "SEATS",
    "Answer",
    "Filters",
    "Found",
    "Lines",
    "Value",
    "administrators",
    "answer",
    "by_departement",
    "by_place",
    "family_ids",
    "find_organisations",
    "here",
    "keepers_of",
    "reports_waiting",
    "representatives_of",
    "suggested",
]
