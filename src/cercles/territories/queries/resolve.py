"""Placing the rows of a file: from codes, post codes and names as people write them to one commune, or an honest « several »."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from django.db.models import Q

from cercles.territories.enums import NameRank, TerritoryKind
from cercles.territories.models import PlaceName, Territory
from cercles.territories.queries.names import ARTICLES, place_key

_Index = dict[str, dict[int, "_Named"]]
CLOSE = 0.8  # two spellings of one name, inside one post code only
_AFTER = re.compile(r"\b(?:cedex|cdx)\b.*|\b\d.*$")


@dataclass(frozen=True)
class Ambiguous:
    """No single commune: ``candidates`` are their ids, so that the person is shown them.

    ``contradiction``: the post code or the département says one place (the communes of the post code come first), the name
    another: ``named`` are those it may be.
    """

    candidates: tuple[int, ...]
    contradiction: bool = False
    named: tuple[int, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class _Named:
    departement: str
    key: str


def written_key(name: str) -> str:
    """The key of a name as files write it: « CHALON S/SAONE CEDEX 9 », « PARIS 11EME », « Le Mans »."""
    return _AFTER.sub("", place_key(name)).strip()


def departement_of(post_code: str) -> frozenset[str]:
    """The départements that a post code may be of: Corsica has two for ``20``."""
    if post_code.startswith("20"):
        return frozenset({"2A", "2B"})
    if post_code.startswith(("97", "98")):
        # 97133 is Saint-Barthélemy, 97150 Saint-Martin: once of Guadeloupe.
        return frozenset({post_code[:3], "977", "978"} if post_code.startswith("971") else {post_code[:3]})
    return frozenset({post_code[:2]})


def _bare(key: str) -> str:
    """Without articles and spaces: « le pre st gervais » and « PRE-SAINT-GERVAIS » meet."""
    return "".join(word for word in key.split() if word not in ARTICLES)


class PlaceResolver:
    """Gives the id of the commune meant by a row. Loads every name once (about 40 000 rows, half a second), then asks nothing more.

    ``places = PlaceResolver()`` then ``places.find(code=…, post_code=…, name=…, departement=…)`` → id, ``Ambiguous`` or None.
    """

    def __init__(self, names: Iterable[tuple[str, int, int, str]] | None = None):
        self._codes: _Index = defaultdict(dict)
        self._old_codes: _Index = defaultdict(dict)
        self._post_codes: _Index = defaultdict(dict)
        self._keys: _Index = defaultdict(dict)
        self._bare: _Index = defaultdict(dict)
        self._by_place: dict[int, list[_Named]] = defaultdict(list)
        indexes = {
            NameRank.CODE: self._codes,
            NameRank.OLD_CODE: self._old_codes,
            NameRank.POST_CODE: self._post_codes,
        }
        for key, rank, place, departement in _names() if names is None else names:
            named = _Named(departement, key)
            if rank in indexes:
                indexes[NameRank(rank)][key][place] = named
            else:
                self._keys[key][place] = self._bare[_bare(key)][place] = named
                self._by_place[place].append(named)

    def find(
        self, *, code: str = "", post_code: str = "", name: str = "", departement: str = ""
    ) -> int | Ambiguous | None:
        """An INSEE code decides; else post code and name; else name and département. Never a name alone when it has homonyms."""
        code = code.strip().lower()
        if code in self._codes or code in self._old_codes:
            return _one(self._codes.get(code) or self._old_codes[code])
        post_code, key = post_code.strip().replace(" ", ""), written_key(name)
        around = self._post_codes.get(post_code)
        if around:
            return self._around(around, key)
        within = _departements(departement, post_code)
        fit = self._inside(self._named(key), within)
        if not fit and post_code and key and not self._named(key):
            fit = self._inside(self._beginning(key), within)
        if not fit and self._named(key):
            meant = tuple(sorted(self._named(key)))
            return Ambiguous(meant, contradiction=True, named=meant)
        return _one(fit)

    def _around(self, around: dict[int, _Named], key: str) -> int | Ambiguous | None:
        """Among the communes of a post code, the one whose name is meant."""
        if not key:
            return _one(around)
        named = self._named(key)
        same = [place for place in named if place in around]
        if same:
            return _one(same)
        close = [place for place in around if any(_alike(known.key, key) for known in self._by_place[place])]
        if close:
            return _one(close)
        if named:
            return Ambiguous((*sorted(around), *sorted(named)), contradiction=True, named=tuple(sorted(named)))
        return _one(around)

    def _named(self, key: str) -> dict[int, _Named]:
        return self._keys.get(key) or self._bare.get(_bare(key)) or {}

    def _beginning(self, key: str) -> dict[int, _Named]:
        """« ROISSY CDG » with the post code of a company: names that begin with its first word."""
        first = key.split()[0] + " "
        return {
            place: named for held, fit in self._keys.items() if held.startswith(first) for place, named in fit.items()
        }

    @staticmethod
    def _inside(fit: dict[int, _Named], within: frozenset[str] | None) -> dict[int, _Named]:
        return fit if within is None else {place: named for place, named in fit.items() if named.departement in within}


def _departements(departement: str, post_code: str) -> frozenset[str] | None:
    code = departement.strip().upper()
    if code:
        return frozenset({code.zfill(2)})
    return departement_of(post_code) if post_code else None


def _one(fit: Iterable[int]) -> int | Ambiguous | None:
    ids = tuple(sorted(fit))
    return ids[0] if len(ids) == 1 else Ambiguous(ids) if ids else None


def _alike(one: str, other: str) -> bool:
    """« berck » and « berck sur mer », « louhans » and « louhans chateaurenaud », or nearly the same letters."""
    if one.startswith(f"{other} ") or other.startswith(f"{one} "):
        return True
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= CLOSE


def _names(near: Q | None = None) -> Iterable[tuple[str, int, int, str]]:
    """(key, rank, commune, département): all, or those of the communes that have a name ``near``."""
    names = PlaceName.objects.filter(kind=TerritoryKind.COMMUNE).exclude(rank__in=[NameRank.NO_ARTICLE, NameRank.WORD])
    if near is not None:
        names = names.filter(place_id__in=PlaceName.objects.filter(near).values("place_id"))
    return names.values_list("key", "rank", "place_id", "place__departement_code").iterator()


def place_of(
    *, code: str = "", post_code: str = "", name: str = "", departement: str = ""
) -> Territory | Ambiguous | None:
    """One row placed, in two queries; for many rows use ``PlaceResolver``."""
    keys = {code.strip().lower(), post_code.strip().replace(" ", ""), written_key(name)} - {""}
    near = Q(key__in=keys) | Q(place__departement_code__in=_departements(departement, post_code) or ())
    found = PlaceResolver(_names(near)).find(code=code, post_code=post_code, name=name, departement=departement)
    return Territory.objects.select_related("parent").get(pk=found) if isinstance(found, int) else found
