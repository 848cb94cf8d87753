"""A page of organisations as lists show them: plain values, so that a line is drawn once for what it says."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from cercles.core.prepared import prepared
from cercles.core.routes import address_of
from cercles.core.text import search_key
from cercles.organisations.enums import OrganisationState
from cercles.organisations.models import Goal, Organisation
from cercles.territories.enums import TerritoryKind
from cercles.territories.queries import kilometres_told

_SHOWN = (
    "pk", "ref", "name", "category__label", "kinds", "seat__name", "seat__parent__name", "visibility", "is_fictional", "seat_id",
    "state", "ended_on",
)  # fmt: skip
# The kinds of places that have organisations, and the column that says so.
SEATS: dict[str, str] = {
    TerritoryKind.REGION: "seat__region_code", TerritoryKind.DEPARTEMENT: "seat__departement_code",
    TerritoryKind.EPCI: "seat__epci", TerritoryKind.COMMUNE: "seat",
}  # fmt: skip
Place = tuple[str, int]  # where an organisation stands in the order of names: its key, its id
_COLUMNS: dict[str, str] = {
    "category": "category__code",
    "state": "state",
    **SEATS,
}


def far(km: float | None) -> str:
    """« à 12 km »; « dans la commune »."""
    if km is None:
        return ""
    return _("à %(far)s") % {"far": kilometres_told(km)} if km >= 0.5 else _("dans la commune")


class Row(NamedTuple):
    """An organisation of a list; ``themes`` are labels; ``also``: the other name by which it was found."""

    pk: int
    ref: str
    name: str
    category: str | None
    kinds: str
    seat: str | None
    parent: str | None
    visibility: str
    is_fictional: bool
    seat_id: int | None
    state: str
    ended_on: date | None
    themes: tuple[str, ...]
    also: str = ""

    @property
    def note(self) -> str:
        """« Structure d’insertion (ACI) · Marseille (Bouches-du-Rhône) »."""
        told = ((self.category, self.kinds), (self.seat, self.parent))
        return " · ".join(f"{one} ({more})" if more else one for one, more in told if one)

    @property
    def ended(self) -> str:
        """« Dissoute le 3 mars 2019 », or nothing."""
        going = self.state == OrganisationState.ACTIVE
        return "" if going else Organisation(state=self.state, ended_on=self.ended_on).ended_label

    def told(self, level: int, km: float | None = None) -> dict[str, Any]:
        """What its line says, its name a heading of this level; ``km`` when one looks near a place."""
        also = _("aussi nommée « %(name)s »") % {"name": self.also} if self.also else ""
        note = " · ".join(filter(None, (also, self.note, far(km))))
        return {
            "name": self.name, "url": address_of("organisations:detail", self.ref), "note": note, "themes": self.themes,
            "visibility": self.visibility, "fictional": self.is_fictional, "level": level, "ended": self.ended,
        }  # fmt: skip


class Lines:
    """For a page of a list: how many organisations the reader may see under ``narrowed`` (see ``_rows``), and some of them."""

    def __init__(self, reader: Any, **narrowed: Any):
        self._found = _rows.listed(reader, **narrowed)

    def count(self) -> int:
        return self._found.count()

    def __getitem__(self, part: slice) -> list[Row]:
        return _with_themes(self._found[part])


def rows_at(reader: Any, ids: Collection[int]) -> list[Row]:
    """Those of ``ids`` that the reader may see, in this order."""
    rows = {row.pk: row for row in _with_themes(_rows(reader, ids=ids))} if ids else {}
    return [rows[pk] for pk in ids if pk in rows]


def begun_rows(reader: Any, narrowed: Mapping[str, Any], part: slice) -> list[Row]:
    """A part of the list of the names that begin as the words typed: what the index of names answers without a walk."""
    key = " ".join(narrowed.get("words", ()))
    found = _rows.plain(reader, **{**narrowed, "words": (), "inner": ()})
    return _with_themes(list((found.filter(search_key__prefix=key) if key else found)[part]))


def _with_themes(rows: Collection[tuple[Any, ...]]) -> list[Row]:
    themes = defaultdict(list)
    for pk, label in _themes([row[0] for row in rows]):
        themes[pk].append(label)
    return [Row._make((*row, tuple(themes[row[0]]), "")) for row in rows]


@prepared
def _rows(
    reader: Any, siren: str = "", siret: str = "", rna: str = "", words: tuple[str, ...] = (), inner: tuple[str, ...] = (),
    category: str = "", theme: str = "", model: str = "", region: str = "", departement: str = "", epci: Any = None,
    commune: Any = None, sdg: str = "", activity: str = "", divisions: tuple[str, ...] = (), state: str = "",
    ended: bool = False, communes: Collection[int] = (), ids: Collection[int] = (), after: tuple[str, int] | tuple[()] = (),
) -> QuerySet[Organisation, Any]:  # fmt: skip
    """By name, ``after`` a place: each word begins it, or one of its words (``inner``: with a space before)."""
    equal = {
        "category": category, "region": region,
        "departement": departement, "epci": epci, "commune": commune, "state": state,
    }  # fmt: skip
    query = Q(**{_COLUMNS[name]: value for name, value in equal.items() if value})
    for number in ({"siren": siren}, {"siret": siret}, {"rna": rna}):
        query &= _numbered(number)
    for first, later in zip(words, inner, strict=True):
        query &= Q(search_key__startswith=first) | Q(search_key__contains=later)
    query &= _tagged(theme, model, sdg)
    if activity:
        query &= Q(activity_code__startswith=activity)
    if divisions:
        query &= reduce(or_, (Q(activity_code__startswith=division) for division in divisions))
    if ended:
        query &= ~Q(state=OrganisationState.ACTIVE)
    if communes:
        query &= Q(seat__in=communes)
    if ids:
        query &= Q(pk__in=ids)
    if after:
        key, pk = after
        query &= Q(search_key__gte=key) & (Q(search_key__gt=key) | Q(pk__gt=pk))
    return Organisation.objects.visible_to(reader).canonical().filter(query).values_list(*_SHOWN)


def _numbered(number: Mapping[str, str]) -> Q:
    """Its own, or that of a page merged into it."""
    if not all(number.values()):
        return Q()
    return Q(**number) | Q(
        pk__in=Organisation.objects.filter(**number, merged_into__isnull=False).values("merged_into")
    )


def _tagged(theme: str, model: str, sdg: str) -> Q:
    query = Q()
    if theme:
        query &= Q(pk__in=Organisation.objects.filter(themes__code=theme).values("pk"))
    if model:
        query &= Q(pk__in=Organisation.objects.filter(economic_models__code=model).values("pk"))
    if sdg:
        query &= Q(pk__in=Goal.objects.filter(term__code=sdg).order_by().values("organisation"))
    return query


def asked_rows(
    reader: Any, narrowed: Mapping[str, Any], columns: tuple[str, ...], after: Place | None, most: int
) -> list[tuple[Any, ...]]:
    """The first ``most`` rows of the same list ``after`` a place, with other columns."""
    values = _rows.values(reader, **narrowed, after=after or ())
    return _rows.run(values, (columns, most), lambda found: found.values_list(*columns)[:most])


_NUMBERS = {9: "siren", 14: "siret"}


def worded(text: str) -> dict[str, Any]:
    """How a list is told what was typed: an identifier typed whole, or words."""
    key = search_key(text.replace("\x00", " "))  # which PostgreSQL holds in no text
    number = key.replace(" ", "").upper()
    if number.isdigit() and len(number) in _NUMBERS:
        return {_NUMBERS[len(number)]: number}
    if len(number) == 10 and number.startswith("W") and number[3:].isdigit():
        return {"rna": number}
    words = tuple(key.split())
    return {"words": words, "inner": tuple(f" {word}" for word in words)}


@prepared
def _themes(organisations: Collection[int]) -> QuerySet[Any, tuple[int, str]]:
    found = Organisation.themes.through.objects.filter(organisation__in=organisations)
    return found.order_by("term__position", "term__code").values_list("organisation", "term__label")
