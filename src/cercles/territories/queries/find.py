"""The box that finds a place as one types."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, F, IntegerField, Max, Min, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from cercles.core.fields import Choice
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


def find_places(text: str, *, kinds: Iterable[str] = SEAT, limit: int = 10) -> list[Place]:
    """The places that ``text`` may mean: exact names first, then beginnings, then words inside; bigger first.

    Takes names without accents, « st », former names, INSEE and post codes or their beginning, « 93200 Saint-Denis »,
    « Saint-Denis 974 », « Saint-Denis (La Réunion, 974) » and « Saint-Denis Réunion ».
    """
    text = _CEDEX.sub("", text)
    outside = re.sub(r"\(.*?(\)|$)", " ", text)
    numbers = [number.lower() for number in _NUMBER.findall(text)]
    words = _NUMBER.sub(" ", outside)
    every = PlaceName.objects.filter(kind__in=[*kinds])
    names = every.exclude(rank=NameRank.OLD_CODE)
    found = [] if numbers and outside != text else _best(names, typed_keys(outside), limit)
    if not found and numbers and not place_key(words):
        found = _best(every, typed_keys(outside), limit)
    if not found and numbers and place_key(words):
        keys, number = typed_keys(words), numbers[-1]
        found = _best(_within(names, number), keys, limit) or _best(_beside(names, number), keys, limit)
    if not found and not numbers:
        found = _best(*_with_departement(names, outside), limit)
    return found


def _best(names: QuerySet[PlaceName], keys: list[str], limit: int) -> list[Place]:
    """Two queries: the best places, then the names by which they were met."""
    keys = [key for key in keys if key]
    if not keys:
        return []
    met = Q()
    for key in keys:
        met |= Q(key__prefix=key)
    score = Case(
        When(key__in=keys, rank=NameRank.CODE, kind=TerritoryKind.DEPARTEMENT, then=Value(-1)),  # « 45 » is the Loiret
        When(key__in=keys, rank__lte=NameRank.OLD_NAME, then=Value(0)),
        default=F("rank") + 1,
        output_field=IntegerField(),
    )
    best = (
        names.filter(met).values("place_id").annotate(score=Min(score), size=Max("weight"))
        .order_by("score", "-size", "place_id")[:limit]
    )  # fmt: skip
    order = [row["place_id"] for row in best]
    owners: dict[int, list[PlaceName]] = {}
    close = names.filter(met, place_id__in=order).select_related("place__parent", "owner")
    for name in close.order_by("rank", "key", "owner_id"):
        owners.setdefault(name.place_id, []).append(name)
    return [_place(owners[place_id], keys) for place_id in order]


def _place(met: list[PlaceName], keys: list[str]) -> Place:
    """The key that was typed in full explains it best, then its own name."""
    name = min(met, key=lambda name: (name.key not in keys, name.owner_id != name.place_id, name.rank))
    return Place(name.place, name.place.label, _note(name))


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


def _within(names: QuerySet[PlaceName], number: str) -> QuerySet[PlaceName]:
    """Places whose post code or INSEE code begins so: those of a département as well."""
    codes = PlaceName.objects.filter(key__prefix=number, rank__in=[NameRank.POST_CODE, NameRank.CODE])
    return names.filter(place_id__in=codes.values("place_id"))


def _beside(names: QuerySet[PlaceName], number: str) -> QuerySet[PlaceName]:
    """Places of the département of a post code that none has: that of a company, « 45067 ORLEANS CEDEX 2 »."""
    return names.filter(place__departement_code__in=departement_of(number) if len(number) == 5 else ())


def _with_departement(names: QuerySet[PlaceName], text: str) -> tuple[QuerySet[PlaceName], list[str]]:
    """« saint denis reunion »: the end of the text is the name of a département or of a région."""
    words = place_key(text).split()
    ends = {" ".join(words[start:]): words[:start] for start in range(1, len(words))}
    upper = PlaceName.objects.filter(
        key__in=ends, kind__in=[TerritoryKind.DEPARTEMENT, TerritoryKind.REGION], rank__lte=NameRank.NO_ARTICLE
    )
    for name in upper.select_related("place").order_by("kind", "-weight"):
        column = "departement_code" if name.kind == TerritoryKind.DEPARTEMENT else "region_code"
        return names.filter(**{f"place__{column}": name.place.code}), [_without_end(ends[name.key])]
    return names, []


def _without_end(words: list[str]) -> str:
    """« saint denis de » la Réunion."""
    while words and words[-1] in SMALL:
        words = words[:-1]
    return " ".join(words)


def near_places(text: str, *, kinds: Iterable[str] = SEAT, limit: int = 10) -> list[Place]:
    """When nothing is found: what begins as the first words do, « Montreuil » for « Montreuil-sous-Bois »."""
    names = PlaceName.objects.filter(kind__in=[*kinds])
    words = place_key(_NUMBER.sub(" ", text)).split()[:_MOST_WORDS]
    for end in range(len(words) - 1, 0, -1):
        if words[end - 1] not in SMALL and (found := _best(names, [" ".join(words[:end])], limit)):
            return found
    return []


def place_choices(text: str) -> list[Choice]:
    """For a form's ``core.fields.PickField``: the communes that ``text`` may mean."""
    return [Choice(str(place.territory.pk), place.label, place.note) for place in find_places(text)]


def choice_of(pk: int) -> Territory | None:
    """For a form's ``core.fields.PickField``: the commune chosen."""
    return Territory.objects.communes().select_related("parent").filter(pk=pk).first()
