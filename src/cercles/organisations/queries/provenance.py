"""Where what a page says comes from, in the words of the page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cercles.core.prepared import prepared
from cercles.core.typography import when
from cercles.organisations.enums import Hand, Source
from cercles.organisations.models import Organisation
from cercles.organisations.models.provenance import Said, Written
from cercles.references.models import Term
from cercles.territories.models import Territory

_TERMS = ("category_id", "themes", "economic_models", "innovation_roles", "goals")


@dataclass(frozen=True)
class Origin:
    """What one source wrote on one day: « Nom, adresse », « corrigé par… », « 29 novembre 2026 »."""

    what: str
    who: str
    on: str


@dataclass(frozen=True)
class Difference:
    """What the page says of a column because a person wrote it, and what a file says instead."""

    column: str
    label: str
    shown: str
    who: str
    said: str
    source: str
    on: str


def label_of(name: str) -> str:
    """The word of the form for a column or a relation, without its capital."""
    if name == "goals":
        return _("objectifs de développement durable")
    return str(getattr(Organisation._meta.get_field(name.removesuffix("_id")), "verbose_name", name))


def origins(row: Organisation) -> list[Origin]:
    """What was written since the page was made, the latest first; then all the rest."""
    later = sorted(row.written_apart(), key=_act, reverse=True)
    told = [_origin(list(group)) for _key, group in groupby(later, key=_act)]
    rest = _("Tout le reste") if told else _("Toute la page")
    return [*told, Origin(rest, str(Source(row.source).label), when(row.created_at))]


def _act(one: Written) -> tuple[date, str, str]:
    return one.on, one.hand, one.source


def _origin(group: list[Written]) -> Origin:
    names = capfirst(", ".join(label_of(one.name) for one in group))
    return Origin(names, who_wrote(group[0]), when(group[0].on))


def who_wrote(one: Written) -> str:
    if not one.hand:
        return str(Source(one.source).label)
    return _("corrigé par %(who)s") % {"who": Hand(one.hand).label}


def has_differences(row: Organisation) -> bool:
    return any(True for _one, _said in _differing(row))


def differences(row: Organisation) -> list[Difference]:
    """What a file says otherwise, column by column. The number of queries does not depend on how many there are."""
    found = list(_differing(row))
    ids = [pk for one, said in found for pk in (*_ids(one.name, said.value), *_ids(one.name, held(row, one.name)))]
    words = {("term", pk): label for pk, label in _labels(ids)} if ids else {}
    seats = [pk for one, said in found if one.name == "seat_id" for pk in (said.value, row.seat_id) if pk]
    words |= {("seat", place.pk): place.label for place in _places(seats)} if seats else {}
    return [
        Difference(
            one.name, capfirst(label_of(one.name)), _told(one.name, held(row, one.name), words), who_wrote(one),
            _told(one.name, said.value, words), str(Source(said.source).label), when(said.on),
        )
        for one, said in found
    ]  # fmt: skip


def held(row: Organisation, name: str) -> Any:
    """What the page holds, as a file would say it: a value, an id, ids."""
    if name == "goals":
        return [goal.term_id for goal in row.goals.all()]
    value = getattr(row, name)
    return sorted(term.pk for term in value.all()) if name in _TERMS and name != "category_id" else value


def _differing(row: Organisation) -> Iterable[tuple[Written, Said]]:
    for one in row.written_apart():
        if one.said and one.said.value != held(row, one.name):
            yield one, one.said


def _ids(name: str, value: Any) -> list[int]:
    if name not in _TERMS or not value:
        return []
    return value if isinstance(value, list) else [value]


def _told(name: str, value: Any, words: dict[tuple[str, int], str]) -> str:
    if not value:
        return _("rien")
    if name == "seat_id":
        return words.get(("seat", value), "")
    if name in _TERMS:
        return ", ".join(words[key] for pk in _ids(name, value) if (key := ("term", pk)) in words)
    return str(value)


@prepared
def _labels(ids: list[int]) -> QuerySet[Term, tuple[int, str]]:
    return Term.objects.filter(pk__in=ids).order_by("position", "code").values_list("pk", "label")


@prepared
def _places(ids: list[int]) -> QuerySet[Territory]:
    return Territory.objects.filter(pk__in=ids).select_related("parent")
