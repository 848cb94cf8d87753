"""Organisations, who belongs to them, who asked to represent them, and the files they came from."""

from cercles.organisations.models.duplicates import DuplicatePair, DuplicateSearch
from cercles.organisations.models.imports import ImportChange, ImportDoubt, ImportRefusal, ImportRun
from cercles.organisations.models.links import Affiliation, Claim
from cercles.organisations.models.organisation import Goal, Organisation
from cercles.organisations.models.reports import Report

__all__ = [
    "Affiliation",
    "Claim",
    "DuplicatePair",
    "DuplicateSearch",
    "Goal",
    "ImportChange",
    "ImportDoubt",
    "ImportRefusal",
    "ImportRun",
    "Organisation",
    "Report",
]
