"""The box that finds a place as one types."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import partial, reduce
from operator import or_
from typing import Any

from django.db.models import Case, F, IntegerField, Max, Min, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from cercles.core.fields import Choice
from cercles.core.prepared import prepared
from cercles.territories.enums import NameRank, TerritoryKind
from cercles.territories.models import PlaceName, Territory
from cercles.territories.queries.names import SMALL, place_key, typed_keys
from cercles.territories.queries.written import departement_of

SEAT = (TerritoryKind.COMMUNE,)
_MOST_WORDS = 5
_CEDEX = re.compile(r"\b(?:cedex|cdx)\b.*", re.IGNORECASE)
_NUMBER = re.compile(r"\b(?:2[ab]|\d)\d*\b", re.IGNORECASE)


@dataclass(frozen=True)
class Place:
    """A place found, and by which former name, arrondissement or code when it is not its own."""

    territory: Territory
    label: str
    note: str = ""


def find_places(text: str, *, kinds: Collection[str] = SEAT, limit: int = 10) -> list[Place]:
    """The places that ``text`` may mean: exact names first, then beginnings, then words inside; bigger first.

    Takes names without accents, « st », former names, INSEE and post codes or their beginning, « 93200 Saint-Denis »,
    « Saint-Denis 974 », « Saint-Denis (La Réunion, 974) » and « Saint-Denis Réunion ».
    """
    text = _CEDEX.sub("", text)
    outside = re.sub(r"\(.*?(\)|$)", " ", text)
    numbers = [number.lower() for number in _NUMBER.findall(text)]
    words = _NUMBER.sub(" ", outside)
    best = partial(_best, kinds=kinds, limit=limit)
    found = [] if numbers and outside != text else best(typed_keys(outside))
    if not found and numbers and not place_key(words):
        found = best(typed_keys(outside), coded=True)
    if not found and numbers and place_key(words):
        keys, number = typed_keys(words), numbers[-1]
        found = best(keys, within=number)
        if not found and len(number) == 5:  # no place has it: that of a company, « 45067 ORLEANS CEDEX 2 »
            found = best(keys, departements=departement_of(number))
    if not found and not numbers:
        keys, upper = _with_upper(outside)
        found = best(keys, **upper)
    return found


def _best(keys: Iterable[str], *, kinds: Collection[str], limit: int, coded: bool = False, **place: Any) -> list[Place]:
    """Three queries: the best places, the names by which they were met, and what the best of those say."""
    typed = tuple(key for key in keys if key)
    if not typed:
        return []
    order = [pk for pk, *_ in _scored.listed(typed, typed, kinds, coded, **place)[:limit]]
    met: dict[int, tuple[Any, ...]] = {}
    for pk, place_id, key, owner_id, rank in _names(typed, order, coded):
        # The key that was typed in full explains a place best, then its own name.
        close = (key not in typed, owner_id != place_id, rank, key, owner_id, pk)
        met[place_id] = min(met.get(place_id, close), close)
    names = {name.place_id: name for name in _bearers([pk for *_, pk in met.values()])}
    return [Place(names[pk].place, names[pk].place.label, _note(names[pk])) for pk in order]


def _met(keys: Iterable[str], coded: bool) -> QuerySet[PlaceName]:
    """``coded``: codes that communes had once count too."""
    begun = reduce(or_, (Q(key__prefix=key) for key in keys))
    return PlaceName.objects.filter(begun) if coded else PlaceName.objects.filter(begun).exclude(rank=NameRank.OLD_CODE)


@prepared
def _scored(
    keys: tuple[str, ...], exact: Collection[str], kinds: Collection[str], coded: bool = False, within: str = "",
    departements: Collection[str] = (), region: str = "",
) -> QuerySet[PlaceName, Any]:  # fmt: skip
    """``within``: how the post code or INSEE code of the place begins; those of a département as well."""
    score = Case(
        When(key__in=exact, rank=NameRank.CODE, kind=TerritoryKind.DEPARTEMENT, then=Value(-1)),  # « 45 » is the Loiret
        When(key__in=exact, rank__lte=NameRank.OLD_NAME, then=Value(0)),
        default=F("rank") + 1,
        output_field=IntegerField(),
    )
    found = _met(keys, coded).filter(kind__in=kinds)
    if within:
        codes = PlaceName.objects.filter(key__prefix=within, rank__in=[NameRank.POST_CODE, NameRank.CODE])
        found = found.filter(place_id__in=codes.values("place_id"))
    if departements:
        found = found.filter(place__departement_code__in=departements)
    if region:
        found = found.filter(place__region_code=region)
    scored = found.values_list("place_id").annotate(score=Min(score), size=Max("weight"))
    return scored.order_by("score", "-size", "place_id")


@prepared
def _names(
    keys: tuple[str, ...], places: Collection[int], coded: bool = False
) -> QuerySet[PlaceName, tuple[int, int, str, int, int]]:
    found = _met(keys, coded).filter(place_id__in=places).order_by()
    return found.values_list("pk", "place_id", "key", "owner_id", "rank")


@prepared
def _bearers(ids: Collection[int]) -> QuerySet[PlaceName]:
    return PlaceName.objects.filter(pk__in=ids).select_related("place__parent", "owner")


def _note(name: PlaceName) -> str:
    """Why a place is proposed, when its name does not say it."""
    place, owner = name.place, name.owner
    if owner.kind == TerritoryKind.ARRONDISSEMENT:
        return owner.name
    if owner.pk != place.pk:
        return _("ancienne commune : %(name)s") % {"name": owner.name}
    if name.rank == NameRank.OLD_NAME:
        return _("autre nom : %(name)s") % {
            "name": next(old for old in place.other_names if place_key(old) == name.key)
        }
    if name.rank in (NameRank.CODE, NameRank.OLD_CODE):
        return _("code Insee %(code)s") % {"code": name.key.upper()}
    if name.rank == NameRank.POST_CODE:
        return name.key
    codes = place.post_codes.split()
    return codes[0] if len(codes) == 1 else ""


def _with_upper(text: str) -> tuple[list[str], dict[str, Any]]:
    """« saint denis reunion »: the end of the text is the name of a département or of a région. What is looked for, and in which."""
    words = place_key(text).split()
    ends = {" ".join(words[start:]): words[:start] for start in range(1, len(words))}
    for kind, key, code in _uppers(ends):
        upper: dict[str, Any] = {"departements": [code]} if kind == TerritoryKind.DEPARTEMENT else {"region": code}
        return [_without_end(ends[key])], upper
    return [], {}


@prepared
def _uppers(keys: Collection[str]) -> QuerySet[PlaceName, tuple[str, str, str]]:
    upper = PlaceName.objects.filter(
        key__in=keys, kind__in=[TerritoryKind.DEPARTEMENT, TerritoryKind.REGION], rank__lte=NameRank.NO_ARTICLE
    )
    return upper.order_by("kind", "-weight").values_list("kind", "key", "place__code")


def _without_end(words: list[str]) -> str:
    """« saint denis de » la Réunion."""
    while words and words[-1] in SMALL:
        words = words[:-1]
    return " ".join(words)


def near_places(text: str, *, kinds: Collection[str] = SEAT, limit: int = 10) -> list[Place]:
    """When nothing is found: what begins as the first words do, « Montreuil » for « Montreuil-sous-Bois »."""
    words = place_key(_NUMBER.sub(" ", text)).split()[:_MOST_WORDS]
    for end in range(len(words) - 1, 0, -1):
        if words[end - 1] not in SMALL:
            found = _best([" ".join(words[:end])], kinds=kinds, limit=limit)
            if found:
                return found
    return []


def place_choices(text: str) -> list[Choice]:
    """For a form's ``core.fields.PickField``: the communes that ``text`` may mean."""
    return [Choice(str(place.territory.pk), place.label, place.note) for place in find_places(text)]


def choice_of(pk: int) -> Territory | None:
    """For a form's ``core.fields.PickField``: the commune chosen."""
    return Territory.objects.communes().select_related("parent").filter(pk=pk).first()
