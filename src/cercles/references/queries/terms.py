"""Reads of the vocabularies."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from django.db.models import Count, Q, QuerySet

from cercles.core import clock
from cercles.core.prepared import prepared
from cercles.references.enums import Vocabulary
from cercles.references.models import Term, TermQuerySet


@dataclass(frozen=True)
class Listed:
    """A vocabulary: what it is for, where it comes from, how many of its terms are in use."""

    code: str
    label: str
    description: str
    source: str
    count: int = 0


def terms(vocabulary: str, *, day: date | None = None) -> TermQuerySet:
    """The terms that may be chosen (today, or on ``day``), in their order; a term with a parent follows it."""
    return Term.objects.of(vocabulary).in_use(day)


def choices(vocabulary: str, *, empty: str | None = None) -> list[tuple[str, str]]:
    """(code, label) of the terms in use, for a filter or a select; ``empty`` is the label of no choice. One query."""
    found = _labels(vocabulary, clock.today())
    return found if empty is None else [("", empty), *found]


@prepared
def _labels(vocabulary: str, day: date) -> QuerySet[Term, tuple[str, str]]:
    return terms(vocabulary, day=day).values_list("code", "label")


def by_code(vocabulary: str) -> dict[str, Term]:
    """Every term of a vocabulary by its code, out of use or not: to read a file. One query."""
    return {term.code: term for term in Term.objects.of(vocabulary)}


@cache
def _about() -> dict[str, tuple[str, str]]:
    text = (files("cercles.references") / "data" / "vocabularies.csv").read_text("utf-8")
    return {row["vocabulary"]: (row["description"], row["source"]) for row in csv.DictReader(text.splitlines())}


def listed(vocabulary: str, *, count: int = 0) -> Listed:
    """What is said of one vocabulary."""
    return Listed(vocabulary, str(Vocabulary(vocabulary).label), *_about()[vocabulary], count)


def vocabularies() -> list[Listed]:
    """All of them, in the order of the enum. One query."""
    today = clock.today()
    used = Q(valid_from=None) | Q(valid_from__lte=today), Q(valid_to=None) | Q(valid_to__gte=today)
    counts = dict(Term.objects.filter(*used).order_by().values_list("vocabulary").annotate(Count("pk")))
    return [listed(code, count=counts.get(code, 0)) for code in Vocabulary.values]


def families(vocabulary: str) -> list[tuple[Term, list[Term]]]:
    """Each term without a parent, with its sub-terms; those out of use too, so that an old page can be read. One query."""
    found = list(Term.objects.of(vocabulary))
    below: dict[int | None, list[Term]] = {}
    for term in found:
        below.setdefault(term.parent_id, []).append(term)
    return [(term, below.get(term.pk, [])) for term in below.get(None, [])]
