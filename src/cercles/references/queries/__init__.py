"""Reads of the vocabularies, and the nomenclature of activities."""

from cercles.references.queries.activities import activity_divisions, activity_label, activity_levels
from cercles.references.queries.terms import Listed, by_code, choices, families, listed, terms, vocabularies

__all__ = [
    "Listed",
    "activity_divisions",
    "activity_label",
    "activity_levels",
    "by_code",
    "choices",
    "families",
    "listed",
    "terms",
    "vocabularies",
]
