"""What the index keeps of an organisation: made of one object, or of many rows at once when everything is read again.

Both ways end in ``_composed``, so that they cannot say two things; ``tests/search/test_rebuilding.py`` compares them all the same.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import ExpressionWrapper, F, Prefetch, QuerySet, TextField
from django.utils import timezone

from cercles.core.typography import day_of
from cercles.organisations.enums import OrganisationState
from cercles.organisations.models import Goal, Organisation
from cercles.organisations.queries.names import is_told
from cercles.references.models import Term
from cercles.references.queries import activity_levels
from cercles.search.queries import Document
from cercles.territories.models import Territory
from cercles.territories.queries import areas, levels

_TEXTS = ("legal_name", "short_name", "purpose", "kinds", "legal_form")
_NUMBERS = ("siren", "siret", "rna", "rnf")
_OWN = ("name", "search_key", "audience", "activity_code", "state", *_TEXTS, *_NUMBERS, "visibility")
_COLUMNS = ("pk", "category_id", "seat_id", "changed", *_OWN)
# As the driver gives it: of what reading a row costs, half was its date.
_CHANGED = ExpressionWrapper(F("changed_at"), output_field=TextField())
_NAMES = ("name", "legal_name", "short_name")
_OTHER = ("search_key", "visibility", *_NAMES, *_NUMBERS)  # of a page merged into it


class _Word(NamedTuple):
    """A term of a vocabulary."""

    code: str
    label: str


class _Place(NamedTuple):
    """A seat: the names it is found by, every level of it, the levels that are counted. ``group``: what a département is divided in, the
    intercommunalité of the seat or, where it is in none, its commune."""

    names: tuple[str, ...]
    levels: tuple[str, ...]
    area: tuple[str, ...]
    group: tuple[str, ...]
    commune: tuple[str, ...]


class _Other(NamedTuple):
    """A page merged into it: it is found by its names and numbers, and leads to the page that speaks for it."""

    search_key: str
    visibility: str
    name: str
    legal_name: str
    short_name: str
    siren: str | None
    siret: str | None
    rna: str | None
    rnf: str | None


class _Own(NamedTuple):
    """Its own columns."""

    name: str
    search_key: str
    audience: str
    activity_code: str
    state: str
    legal_name: str
    short_name: str
    purpose: str
    kinds: str
    legal_form: str
    siren: str | None
    siret: str | None
    rna: str | None
    rnf: str | None
    visibility: str


def findable() -> QuerySet:
    """Without the duplicates, which are found by the page they were merged into."""
    others = Prefetch("aliases", Organisation.objects.order_by("pk").only("merged_into", *_OTHER))
    found = Organisation.objects.canonical().select_related("category", "seat__parent", "seat__epci")
    return found.prefetch_related("themes", "economic_models", "goals__term", others)


def document(row: Organisation) -> Document:
    return _composed(
        _Own(*(getattr(row, name) for name in _OWN)),
        _word(row.category) if row.category else None, _place(row.seat) if row.seat else None,
        [_word(term) for term in row.themes.all()], [_word(term) for term in row.economic_models.all()],
        [goal.term.code for goal in row.goals.all()],
        [_Other(*(getattr(alias, name) for name in _OTHER)) for alias in row.aliases.all()], day_of(row.changed_at),
    )  # fmt: skip


def _word(term: Term) -> _Word:
    return _Word(term.code, term.label)


def _place(seat: Territory) -> _Place:
    names = (seat.name, seat.parent.name if seat.parent else "")
    group = seat.epci or seat
    return _Place(names, tuple(levels(seat)), tuple(areas(seat)), (f"{group.kind}:{group.code}",), (seat.code,))


_NOWHERE = _Place((), (), (), (), ())


def _composed(
    own: _Own, category: _Word | None, place: _Place | None,
    themes: Sequence[_Word], models: Sequence[_Word], goals: Sequence[str], merged: Sequence[_Other], at: date,
) -> Document:  # fmt: skip
    trade, section = _trade(own.activity_code)
    seat = place or _NOWHERE
    words = [*own[5:10], *[word.label for word in themes], *[word.label for word in models]]
    words += [category.label if category else "", *seat.names]
    key, numbers = own.search_key, own[10:14]
    for one in merged:
        if is_told(one.visibility, own.visibility):
            words += one[2:5]
            key, numbers = f"{key} {one.search_key}", numbers + one[5:]
    facets: dict[str, Sequence[str]] = {
        "category": (category.code,) if category else (),
        "theme": [word.code for word in themes], "model": [word.code for word in models], "sdg": goals,
        "area": seat.area, "group": seat.group, "commune": seat.commune, "activity": trade, "state": (own.state,),
    }  # fmt: skip
    return Document(
        own.name, (own.audience,), " · ".join(filter(None, words)), key, tuple(filter(None, numbers)), facets,
        seat.levels + section, at, own.state != OrganisationState.ACTIVE,
    )  # fmt: skip


@lru_cache(maxsize=4096)
def _trade(code: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The trade that is counted, and all its levels as they are chosen."""
    levels = activity_levels(code) or ()
    return levels[-1:], tuple(f"activity:{level}" for level in levels)


@lru_cache(maxsize=1024)
def _day(changed: Any, zone: tzinfo) -> date:
    """Of a moment as the driver gives it, a text or without its zone: rows of one import were written in the same moments."""
    moment = datetime.fromisoformat(changed) if isinstance(changed, str) else changed
    return day_of(moment if moment.tzinfo else moment.replace(tzinfo=connection.timezone or UTC), zone)


class Bulk:
    """Reads pieces by ascending id: columns, never objects; places and terms once, what is tagged by ranges of ids."""

    def __init__(self) -> None:
        terms = list(Term.objects.all())
        self._words = {term.pk: _word(term) for term in terms}
        self._rank = {term.pk: rank for rank, term in enumerate(terms)}
        self._places: dict[int, _Place] = {}

    def __call__(self, after: int, most: int) -> list[tuple[int, Document]]:
        """The next ``most`` after this id, with their documents."""
        found = Organisation.objects.canonical().filter(pk__gt=after).order_by("pk").annotate(changed=_CHANGED)
        rows = list(found.values_list(*_COLUMNS)[:most])
        if not rows:
            return []
        self._learn({row[2] for row in rows if row[2]} - self._places.keys())
        first, last = rows[0][0], rows[-1][0]
        themes, models = (self._tags(name, first, last) for name in ("themes", "economic_models"))
        goals, merged = self._goals(first, last), _merged(first, last)
        words, places, nothing, zone = self._words, self._places, (), timezone.get_current_timezone()
        return [
            (
                row[0],
                _composed(
                    _Own._make(row[4:]), words[row[1]] if row[1] else None, places[row[2]] if row[2] else None,
                    themes.get(row[0], nothing), models.get(row[0], nothing), goals.get(row[0], nothing),
                    merged.get(row[0], nothing), _day(row[3], zone),
                ),
            )
            for row in rows
        ]  # fmt: skip

    def _learn(self, seats: Iterable[int]) -> None:
        found = Territory.objects.filter(pk__in=list(seats)).select_related("parent", "epci")
        self._places |= {seat.pk: _place(seat) for seat in found}

    def _tags(self, name: str, first: int, last: int) -> dict[int, list[_Word]]:
        """In the order of the vocabulary, as the relation gives them."""
        through = getattr(Organisation, name).through.objects.filter(organisation__gte=first, organisation__lte=last)
        found: dict[int, list[int]] = defaultdict(list)
        for pk, term in through.values_list("organisation", "term"):
            found[pk].append(term)
        return {
            pk: [self._words[term] for term in sorted(tags, key=self._rank.__getitem__)] for pk, tags in found.items()
        }

    def _goals(self, first: int, last: int) -> dict[int, list[str]]:
        found: dict[int, list[str]] = defaultdict(list)
        rows = Goal.objects.filter(organisation__gte=first, organisation__lte=last).order_by("organisation", "rank")
        for pk, term in rows.values_list("organisation", "term"):
            found[pk].append(self._words[term].code)
        return found


def _merged(first: int, last: int) -> dict[int, list[_Other]]:
    """The pages merged into those of this range."""
    found: dict[int, list[_Other]] = defaultdict(list)
    rows = Organisation.objects.filter(merged_into__gte=first, merged_into__lte=last).order_by("pk")
    for into, *columns in rows.values_list("merged_into", *_OTHER):
        found[into].append(_Other._make(columns))
    return found
